#if NETSTANDARD2_0
namespace System.Runtime.CompilerServices;

/// <summary>Lets records and init-only properties compile for netstandard2.0, whose base library lacks this type.</summary>
internal static class IsExternalInit;
#endif
