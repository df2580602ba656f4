/// <summary>Copies bytes as scaled floats.</summary>
		private static void FromBytes_1(ref byte x, ref float y, int first, int last)
		{
			if (Vector512.IsHardwareAccelerated)
			{
				FromBytes_1V512(ref x, ref y, first, last);
			}
			else if (Vector256.IsHardwareAccelerated)
			{
				FromBytes_1V256(ref x, ref y, first, last);
			}
			else
			{
				FromBytes_1V128(ref x, ref y, first, last);
			}
		}

		[MethodImplAttribute(Optimized)]
		private static void FromBytes_1V512(ref byte x, ref float y, int first, int last)
		{
			for (int i0 = first; i0 < last; i0++)
			{
				global::System.ReadOnlySpan<float> scales = [0.007843138f, 0.007843138f, 0.0156862754f];
				global::System.ReadOnlySpan<float> offsets = [-1f, -0.5f, -0.5f];
				for (int i1 = 0; i1 < 3; i1++)
				{
					float scale = scales[i1];
					float offset = offsets[i1];
					for (int i2 = 0; i2 < 4; i2++)
					{
						ref byte from = ref Unsafe.Add(ref x, (i0 * 240) + (i1 * 80) + (i2 * 20));
						ref float to = ref Unsafe.Add(ref y, (i0 * 396) + (i1 * 132) + (i2 * 22));
						for (int i = 0; i <= 4; i = global::System.Math.Max(i + 1, global::System.Math.Min(i + 16, 4)))
						{
							Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
							((Vector512.ConvertToSingle(Vector512.AsInt32(Vector512.WidenLower(Vector512.WidenLower(Vector256.ToVector512Unsafe(Vector128.ToVector256Unsafe(bytes)))))) * Vector512.Create(scale)) + Vector512.Create(offset)).StoreUnsafe(ref to, (nuint)i);
						}
					}
				}
			}
		}

		[MethodImplAttribute(Optimized)]
		private static void FromBytes_1V256(ref byte x, ref float y, int first, int last)
		{
			for (int i0 = first; i0 < last; i0++)
			{
				global::System.ReadOnlySpan<float> scales = [0.007843138f, 0.007843138f, 0.0156862754f];
				global::System.ReadOnlySpan<float> offsets = [-1f, -0.5f, -0.5f];
				for (int i1 = 0; i1 < 3; i1++)
				{
					float scale = scales[i1];
					float offset = offsets[i1];
					for (int i2 = 0; i2 < 4; i2++)
					{
						ref byte from = ref Unsafe.Add(ref x, (i0 * 240) + (i1 * 80) + (i2 * 20));
						ref float to = ref Unsafe.Add(ref y, (i0 * 396) + (i1 * 132) + (i2 * 22));
						for (int i = 0; i <= 4; i = global::System.Math.Max(i + 1, global::System.Math.Min(i + 16, 4)))
						{
							Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
							((Vector256.ConvertToSingle(Vector256.AsInt32(Vector256.WidenLower(Vector256.WidenLower(Vector128.ToVector256Unsafe(bytes))))) * Vector256.Create(scale)) + Vector256.Create(offset)).StoreUnsafe(ref to, (nuint)i);
							((Vector256.ConvertToSingle(Vector256.AsInt32(Vector256.WidenUpper(Vector256.WidenLower(Vector128.ToVector256Unsafe(bytes))))) * Vector256.Create(scale)) + Vector256.Create(offset)).StoreUnsafe(ref to, (nuint)(i + 8));
						}
					}
				}
			}
		}

		[MethodImplAttribute(Optimized)]
		private static void FromBytes_1V128(ref byte x, ref float y, int first, int last)
		{
			for (int i0 = first; i0 < last; i0++)
			{
				global::System.ReadOnlySpan<float> scales = [0.007843138f, 0.007843138f, 0.0156862754f];
				global::System.ReadOnlySpan<float> offsets = [-1f, -0.5f, -0.5f];
				for (int i1 = 0; i1 < 3; i1++)
				{
					float scale = scales[i1];
					float offset = offsets[i1];
					for (int i2 = 0; i2 < 4; i2++)
					{
						ref byte from = ref Unsafe.Add(ref x, (i0 * 240) + (i1 * 80) + (i2 * 20));
						ref float to = ref Unsafe.Add(ref y, (i0 * 396) + (i1 * 132) + (i2 * 22));
						for (int i = 0; i <= 4; i = global::System.Math.Max(i + 1, global::System.Math.Min(i + 16, 4)))
						{
							Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
							((Vector128.ConvertToSingle(Vector128.AsInt32(Vector128.WidenLower(Vector128.WidenLower(bytes)))) * Vector128.Create(scale)) + Vector128.Create(offset)).StoreUnsafe(ref to, (nuint)i);
							((Vector128.ConvertToSingle(Vector128.AsInt32(Vector128.WidenUpper(Vector128.WidenLower(bytes)))) * Vector128.Create(scale)) + Vector128.Create(offset)).StoreUnsafe(ref to, (nuint)(i + 4));
							((Vector128.ConvertToSingle(Vector128.AsInt32(Vector128.WidenLower(Vector128.WidenUpper(bytes)))) * Vector128.Create(scale)) + Vector128.Create(offset)).StoreUnsafe(ref to, (nuint)(i + 8));
							((Vector128.ConvertToSingle(Vector128.AsInt32(Vector128.WidenUpper(Vector128.WidenUpper(bytes)))) * Vector128.Create(scale)) + Vector128.Create(offset)).StoreUnsafe(ref to, (nuint)(i + 12));
						}
					}
				}
			}
		}