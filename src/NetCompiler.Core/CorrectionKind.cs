namespace NetCompiler.Core;

/// <summary>What a <c>Correction</c> does with an attribute.</summary>
internal enum CorrectionKind
{
    /// <summary>Gives an argument another value, or adds it.</summary>
    SetArgument,

    /// <summary>Takes an argument out.</summary>
    RemoveArgument,

    /// <summary>Replaces a string wherever it is an argument, or an element of one.</summary>
    ReplaceText,

    /// <summary>Takes the attribute out.</summary>
    RemoveLine,

    /// <summary>Puts another attribute before it.</summary>
    InsertBefore,
}
