using NetCompiler;

namespace NetCompiler.Benchmarks.Streaming;

/// <summary>lstm_1_8_step: 8 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[LSTM(8), Linear(1)]
public sealed partial class LSTM8;

/// <summary>lstm_1_16_step: 16 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[LSTM(16), Linear(1)]
public sealed partial class LSTM16;

/// <summary>lstm_1_20_step: 20 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[LSTM(20), Linear(1)]
public sealed partial class LSTM20;

/// <summary>lstm_1_32_step: 32 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[LSTM(32), Linear(1)]
public sealed partial class LSTM32;

/// <summary>lstm_1_64_step: 64 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[LSTM(64), Linear(1)]
public sealed partial class LSTM64;

/// <summary>lstm_1_128_step: 128 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[LSTM(128), Linear(1)]
public sealed partial class LSTM128;

/// <summary>gru_1_8_step: 8 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[GRU(8), Linear(1)]
public sealed partial class GRU8;

/// <summary>gru_1_16_step: 16 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[GRU(16), Linear(1)]
public sealed partial class GRU16;

/// <summary>gru_1_20_step: 20 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[GRU(20), Linear(1)]
public sealed partial class GRU20;

/// <summary>gru_1_32_step: 32 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[GRU(32), Linear(1)]
public sealed partial class GRU32;

/// <summary>gru_1_64_step: 64 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[GRU(64), Linear(1)]
public sealed partial class GRU64;

/// <summary>gru_1_128_step: 128 units and a dense output.</summary>
[Network(Batch = 1, Streaming = true), Input(1, Steps = 64)]
[GRU(128), Linear(1)]
public sealed partial class GRU128;
