using Microsoft.CodeAnalysis;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>How a message will name a lock: nearly all checks are met, and make no text.</summary>
internal readonly struct LockName
{
    private readonly LockPath? _path;
    private readonly CallSite? _call;
    private readonly IOperation? _instance;
    private readonly string? _text;

    /// <summary>A path of the callee in the caller's terms.</summary>
    public LockName(LockPath path, CallSite call)
    {
        _path = path;
        _call = call;
    }

    /// <summary>A guard's path in the terms of the place.</summary>
    public LockName(LockPath path, IOperation? instance)
    {
        _path = path;
        _instance = instance;
    }

    public LockName(string text) => _text = text;

    public string Text => _text ?? (_call is not null ? Interpreter.PathText(_path!, _call) : Interpreter.PathText(_path!, _instance));
}
