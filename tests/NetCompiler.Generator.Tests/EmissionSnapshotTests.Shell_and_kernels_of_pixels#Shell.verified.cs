/// <summary>Computes the outputs of one sample. Allocates nothing.</summary>
	/// <param name="input">'input': 240 bytes (3 x 4 x 20), row-major.</param>
	/// <param name="output">Receives 'output': 640 numbers (8 x 4 x 20). May not overlap an input.</param>
	/// <exception cref="global::System.ArgumentException">A span has another length, or spans overlap.</exception>
	public void Forward(global::System.ReadOnlySpan<byte> input, global::System.Span<float> output) =>
	    Kernels.Forward(_memory.Parameters, default, _memory.InferenceWorkspace, input, 1, output);

	/// <summary>Computes the outputs of several samples. Allocates nothing.</summary>
	/// <param name="input">'input': rows x 240 bytes (3 x 4 x 20), row-major.</param>
	/// <param name="rows">Number of samples, 1 to 2.</param>
	/// <param name="output">Receives 'output': rows x 640 numbers (8 x 4 x 20). May not overlap an input.</param>
	/// <exception cref="global::System.ArgumentException">A span has another length, or spans overlap.</exception>
	/// <exception cref="global::System.ArgumentOutOfRangeException"><paramref name="rows"/> is not 1 to 2.</exception>
	public void Forward(global::System.ReadOnlySpan<byte> input, int rows, global::System.Span<float> output) =>
	    Kernels.Forward(_memory.Parameters, default, _memory.InferenceWorkspace, input, rows, output);

	