using System.Runtime.InteropServices;
using MunmapLab;
using MunmapLab.Output;

using var stop = new CancellationTokenSource();

// The first Ctrl+C stops the run and lets it say what it has; the second ends the program as it would have without us.
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return LabCommandLine.Run(args, LabOutput.ForConsole(), stop.Token);
