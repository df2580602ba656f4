"""Prints the numbers that RandomMaskTests expects, from the specification in RandomMask.cs alone."""

M = 0xFFFFFFFF
GOLDEN = 0x9E3779B9


def mix(x):
    x ^= x >> 16
    x = x * 0x7FEB352D & M
    x ^= x >> 15
    x = x * 0x846CA68B & M
    x ^= x >> 16
    return x


def mask_key(seed, step, key):
    k = mix((seed & M) + GOLDEN & M)
    k = mix(k ^ seed >> 32)
    k = mix(k ^ step & M)
    k = mix(k ^ step >> 32)
    return mix(k ^ key)


key = mask_key(0x0123456789ABCDEF, 0x0000000700000009, 3)
threshold = round(0.75 * 2**24)
print(*[hex(mix(x)) for x in (0, 1, 0xDEADBEEF)])
print(hex(key), hex(mix(key ^ 41)))
print("".join("1" if mix(mix(key ^ 41 + row) + i * GOLDEN & M) >> 8 < threshold else "0" for row in range(2) for i in range(12)))
print(*[(mix(mix(key ^ 41 + row) + i * GOLDEN & M) >> 8 | 1) / 2**24 for row in range(2) for i in range(3)])
