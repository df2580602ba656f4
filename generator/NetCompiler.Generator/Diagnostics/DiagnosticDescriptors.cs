using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Core;
using NetCompiler.Core.Advice;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>One descriptor for each ID. What the core finds comes with a complete message.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "NetCompiler";
    private const string HelpLinkBase = "docs/diagnostics/";
    private const string CompleteMessage = "{0}";

    /// <summary>A network's class that is not partial.</summary>
    public static readonly DiagnosticDescriptor NotPartial = new(
        DiagnosticIds.NotPartial,
        "Network class must be partial",
        "'{0}' carries [Network] but is not partial, so no members can be added to it: write 'partial {1} {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.NotPartial + ".md");

    /// <summary>A type around a network that is not partial.</summary>
    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        DiagnosticIds.ContainerNotPartial,
        "Type around a network must be partial",
        "'{0}' contains the network '{1}' but is not partial, so no members can be added to the network: write 'partial {2} {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.ContainerNotPartial + ".md");

    /// <summary>A generic network or block, or one inside of a generic type.</summary>
    public static readonly DiagnosticDescriptor Generic = new(
        DiagnosticIds.Generic,
        "Network or block must not be generic",
        "'{0}' is a {1} with type parameters on itself or on a type around it, but every shape must be a constant: remove the type parameters, or move it out of the generic type",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.Generic + ".md");

    /// <summary>Attributes of one network or block on two declarations of its class.</summary>
    public static readonly DiagnosticDescriptor TwoDeclarations = new(
        DiagnosticIds.TwoDeclarations,
        "Attributes stand on two declarations",
        "The attributes of '{0}' stand on more than one declaration of the class, so that their order is undefined: move this one to the declaration that carries [{1}]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.TwoDeclarations + ".md");

    /// <summary>Both <c>[Network]</c> and <c>[Block]</c> on a class.</summary>
    public static readonly DiagnosticDescriptor NetworkAndBlock = new(
        DiagnosticIds.NetworkAndBlock,
        "Class is both a network and a block",
        "'{0}' carries both [Network] and [Block]: remove one, or make the block a class of its own and place it in the network by [Use<...>]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.NetworkAndBlock + ".md");

    /// <summary>Layers on a class that is neither network nor block.</summary>
    public static readonly DiagnosticDescriptor OrphanLayer = new(
        DiagnosticIds.OrphanLayer,
        "Layers on a class that is neither network nor block",
        "'{0}' has the layer [{1}] but neither [Network] nor [Block], so nothing is generated for it: add one of them",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.OrphanLayer + ".md");

    /// <summary>A target framework that lacks what emitted code needs.</summary>
    public static readonly DiagnosticDescriptor UnsupportedFramework = new(
        DiagnosticIds.UnsupportedFramework,
        "Target framework is too old",
        "'{0}' cannot be compiled for this target framework, which lacks System.Runtime.Intrinsics.Vector512.MultiplyAddEstimate: target net9.0 or later",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.UnsupportedFramework + ".md");

    /// <summary>A C# version below 13.</summary>
    public static readonly DiagnosticDescriptor UnsupportedLanguage = new(
        DiagnosticIds.UnsupportedLanguage,
        "C# version is too old",
        "'{0}' cannot be compiled as C# {1}: emitted code needs C# 13, so remove <LangVersion> from the project or raise it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.UnsupportedLanguage + ".md");

    /// <summary>A runtime library and a generator of different contracts.</summary>
    public static readonly DiagnosticDescriptor ContractMismatch = new(
        DiagnosticIds.ContractMismatch,
        "Runtime library and generator do not match",
        "'{0}' cannot be compiled: the generator of NetCompiler {1} writes for contract {2}, but the referenced runtime library {3} follows contract {4}; reference the NetCompiler package in one version",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.ContractMismatch + ".md");

    /// <summary>A static or abstract network.</summary>
    public static readonly DiagnosticDescriptor StaticOrAbstract = new(
        DiagnosticIds.StaticOrAbstract,
        "Network class must not be static or abstract",
        "'{0}' is {1}, but a network has instances: remove '{1}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.StaticOrAbstract + ".md");

    /// <summary>A class that the emitted constructors cannot construct.</summary>
    public static readonly DiagnosticDescriptor Constructors = new(
        DiagnosticIds.Constructors,
        "Emitted constructors cannot construct the class",
        "The constructors that are emitted into '{0}' cannot construct it: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.Constructors + ".md");

    /// <summary>A file-local network.</summary>
    public static readonly DiagnosticDescriptor FileLocal = new(
        DiagnosticIds.FileLocal,
        "Network class must not be file-local",
        "'{0}' is or lies in a file-local type, so a second file cannot add members to it: remove 'file'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.FileLocal + ".md");

    /// <summary>A <c>Use</c> of a class that is no block.</summary>
    public static readonly DiagnosticDescriptor NotABlock = new(
        DiagnosticIds.NotABlock,
        "Use of a class that is not a block",
        "'{0}' is placed as a block but does not carry [Block]: mark it, or place another class",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.NotABlock + ".md");

    /// <summary>A calculation with a constant of <c>Arg</c>.</summary>
    public static readonly DiagnosticDescriptor ArgArithmetic = new(
        DiagnosticIds.ArgArithmetic,
        "Arg constants cannot be calculated with",
        "'{0}' calculates with a constant of Arg, which only marks where an argument goes: pass the final number from [Use<...>] as an argument of its own",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.ArgArithmetic + ".md");

    /// <summary>A type or member of the user's that hides a framework class from emitted code.</summary>
    public static readonly DiagnosticDescriptor HiddenName = new(
        DiagnosticIds.HiddenName,
        "Name hides a framework class",
        "'{0}' cannot be compiled: emitted code uses the framework's '{1}', which '{2}' hides: rename it, or move the network out of '{3}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.HiddenName + ".md");

    /// <summary>An exception in the compiler.</summary>
    public static readonly DiagnosticDescriptor InternalError = new(
        DiagnosticIds.InternalError,
        "Internal error in NetCompiler",
        "Internal error in NetCompiler while compiling '{0}', please report it: {1}: {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + DiagnosticIds.InternalError + ".md");

    /// <inheritdoc cref="ErrorCodes.NoInput"/>
    public static readonly DiagnosticDescriptor NoInput = new(
        ErrorCodes.NoInput,
        "Network has no input",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.NoInput + ".md");

    /// <inheritdoc cref="ErrorCodes.NoCurrentValue"/>
    public static readonly DiagnosticDescriptor NoCurrentValue = new(
        ErrorCodes.NoCurrentValue,
        "No value is current",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.NoCurrentValue + ".md");

    /// <inheritdoc cref="ErrorCodes.UnknownName"/>
    public static readonly DiagnosticDescriptor UnknownName = new(
        ErrorCodes.UnknownName,
        "Unknown name",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.UnknownName + ".md");

    /// <inheritdoc cref="ErrorCodes.DuplicateName"/>
    public static readonly DiagnosticDescriptor DuplicateName = new(
        ErrorCodes.DuplicateName,
        "Name is used twice",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.DuplicateName + ".md");

    /// <inheritdoc cref="ErrorCodes.LaterName"/>
    public static readonly DiagnosticDescriptor LaterName = new(
        ErrorCodes.LaterName,
        "Name belongs to a later line",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.LaterName + ".md");

    /// <inheritdoc cref="ErrorCodes.ShapeMismatch"/>
    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        ErrorCodes.ShapeMismatch,
        "Shapes do not fit",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.ShapeMismatch + ".md");

    /// <inheritdoc cref="ErrorCodes.InvalidArgument"/>
    public static readonly DiagnosticDescriptor InvalidArgument = new(
        ErrorCodes.InvalidArgument,
        "Argument is out of its range",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.InvalidArgument + ".md");

    /// <inheritdoc cref="ErrorCodes.LossNotLast"/>
    public static readonly DiagnosticDescriptor LossNotLast = new(
        ErrorCodes.LossNotLast,
        "Loss is not last",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.LossNotLast + ".md");

    /// <inheritdoc cref="ErrorCodes.TargetKind"/>
    public static readonly DiagnosticDescriptor TargetKind = new(
        ErrorCodes.TargetKind,
        "Value and target of a loss do not fit",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.TargetKind + ".md");

    /// <inheritdoc cref="ErrorCodes.BlockRecursion"/>
    public static readonly DiagnosticDescriptor BlockRecursion = new(
        ErrorCodes.BlockRecursion,
        "Block places itself",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.BlockRecursion + ".md");

    /// <inheritdoc cref="ErrorCodes.MemberCollision"/>
    public static readonly DiagnosticDescriptor MemberCollision = new(
        ErrorCodes.MemberCollision,
        "Member meets a generated one",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.MemberCollision + ".md");

    /// <inheritdoc cref="ErrorCodes.CannotShare"/>
    public static readonly DiagnosticDescriptor CannotShare = new(
        ErrorCodes.CannotShare,
        "Parameters cannot be shared",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.CannotShare + ".md");

    /// <inheritdoc cref="ErrorCodes.MapFunction"/>
    public static readonly DiagnosticDescriptor MapFunction = new(
        ErrorCodes.MapFunction,
        "Function cannot be translated",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.MapFunction + ".md");

    /// <inheritdoc cref="ErrorCodes.TooLarge"/>
    public static readonly DiagnosticDescriptor TooLarge = new(
        ErrorCodes.TooLarge,
        "Network is too large",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.TooLarge + ".md");

    /// <inheritdoc cref="ErrorCodes.NotSupported"/>
    public static readonly DiagnosticDescriptor NotSupported = new(
        ErrorCodes.NotSupported,
        "Not supported yet",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.NotSupported + ".md");

    /// <inheritdoc cref="ErrorCodes.OverBudget"/>
    public static readonly DiagnosticDescriptor OverBudget = new(
        ErrorCodes.OverBudget,
        "Network exceeds its budget",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + ErrorCodes.OverBudget + ".md");

    /// <inheritdoc cref="AdviceCodes.LossAppliesIt"/>
    public static readonly DiagnosticDescriptor LossAppliesIt = new(
        AdviceCodes.LossAppliesIt,
        "Loss applies the softmax or sigmoid itself",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.LossAppliesIt + ".md");

    /// <inheritdoc cref="AdviceCodes.LinearLayersCollapse"/>
    public static readonly DiagnosticDescriptor LinearLayersCollapse = new(
        AdviceCodes.LinearLayersCollapse,
        "Linear layers collapse into one",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.LinearLayersCollapse + ".md");

    /// <inheritdoc cref="AdviceCodes.DropoutBeforeBatchNorm"/>
    public static readonly DiagnosticDescriptor DropoutBeforeBatchNorm = new(
        AdviceCodes.DropoutBeforeBatchNorm,
        "Dropout before batch normalisation",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.DropoutBeforeBatchNorm + ".md");

    /// <inheritdoc cref="AdviceCodes.UnusedName"/>
    public static readonly DiagnosticDescriptor UnusedName = new(
        AdviceCodes.UnusedName,
        "Name is not used",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.UnusedName + ".md");

    /// <inheritdoc cref="AdviceCodes.BoundedPrediction"/>
    public static readonly DiagnosticDescriptor BoundedPrediction = new(
        AdviceCodes.BoundedPrediction,
        "Activation bounds what a loss judges",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.BoundedPrediction + ".md");

    /// <inheritdoc cref="AdviceCodes.UnusedValue"/>
    public static readonly DiagnosticDescriptor UnusedValue = new(
        AdviceCodes.UnusedValue,
        "Value is not used",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.UnusedValue + ".md");

    /// <inheritdoc cref="AdviceCodes.BiasBeforeBatchNorm"/>
    public static readonly DiagnosticDescriptor BiasBeforeBatchNorm = new(
        AdviceCodes.BiasBeforeBatchNorm,
        "Bias before batch normalisation has no effect",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.BiasBeforeBatchNorm + ".md");

    /// <inheritdoc cref="AdviceCodes.SoftmaxOfOne"/>
    public static readonly DiagnosticDescriptor SoftmaxOfOne = new(
        AdviceCodes.SoftmaxOfOne,
        "Softmax of a single number",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.SoftmaxOfOne + ".md");

    /// <inheritdoc cref="AdviceCodes.DropoutBeforeLoss"/>
    public static readonly DiagnosticDescriptor DropoutBeforeLoss = new(
        AdviceCodes.DropoutBeforeLoss,
        "Dropout of what a loss judges",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.DropoutBeforeLoss + ".md");

    /// <inheritdoc cref="AdviceCodes.LinearOverColumns"/>
    public static readonly DiagnosticDescriptor LinearOverColumns = new(
        AdviceCodes.LinearOverColumns,
        "Linear layer over the columns of feature maps",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.LinearOverColumns + ".md");

    /// <inheritdoc cref="AdviceCodes.ChannelsLast"/>
    public static readonly DiagnosticDescriptor ChannelsLast = new(
        AdviceCodes.ChannelsLast,
        "Image has its channels last",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.ChannelsLast + ".md");

    /// <inheritdoc cref="AdviceCodes.ActivationWithoutEffect"/>
    public static readonly DiagnosticDescriptor ActivationWithoutEffect = new(
        AdviceCodes.ActivationWithoutEffect,
        "Activation has no effect",
        CompleteMessage,
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkBase + AdviceCodes.ActivationWithoutEffect + ".md");

    /// <summary>Those of the analyzer, in the order of their IDs.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> Advice { get; } =
    [
        LossAppliesIt,
        LinearLayersCollapse,
        DropoutBeforeBatchNorm,
        UnusedName,
        BoundedPrediction,
        UnusedValue,
        BiasBeforeBatchNorm,
        SoftmaxOfOne,
        DropoutBeforeLoss,
        LinearOverColumns,
        ChannelsLast,
        ActivationWithoutEffect,
    ];

    /// <summary>All of them, in the order of their IDs.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotPartial,
        ContainerNotPartial,
        Generic,
        TwoDeclarations,
        NetworkAndBlock,
        OrphanLayer,
        UnsupportedFramework,
        UnsupportedLanguage,
        ContractMismatch,
        StaticOrAbstract,
        Constructors,
        FileLocal,
        NotABlock,
        ArgArithmetic,
        HiddenName,
        .. Advice,
        InternalError,
        NoInput,
        NoCurrentValue,
        UnknownName,
        DuplicateName,
        LaterName,
        ShapeMismatch,
        InvalidArgument,
        LossNotLast,
        TargetKind,
        BlockRecursion,
        MemberCollision,
        CannotShare,
        MapFunction,
        TooLarge,
        NotSupported,
        OverBudget,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> s_byId =
        All.ToDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>The descriptor of an ID, or null where there is none.</summary>
    public static DiagnosticDescriptor? Find(string id) => s_byId.TryGetValue(id, out DiagnosticDescriptor? descriptor) ? descriptor : null;
}
