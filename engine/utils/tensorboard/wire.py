"""The bytes of event files: protocol buffers, and records with checksums.

Protocol buffers: https://protobuf.dev/programming-guides/encoding. A record is its length, the
masked CRC-32C of that, its bytes and the masked CRC-32C of these, as TensorFlow's TFRecord has it.
Written by hand: the packages that do it take 150 ms to import, and 180 MB.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

_CRC: list[int] = []
for _byte in range(256):
    for _ in range(8):
        _byte = (_byte >> 1) ^ (0x82F63B78 if _byte & 1 else 0)
    _CRC.append(_byte)


def crc32c(data: bytes) -> int:
    """Return the CRC-32C (Castagnoli) of some bytes.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def _masked(data: bytes) -> int:
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(data: bytes) -> bytes:
    """Return a record that holds some bytes."""
    length = struct.pack("<Q", len(data))
    return b"".join(
        (length, struct.pack("<I", _masked(length)), data, struct.pack("<I", _masked(data)))
    )


def varint(value: int) -> bytes:
    """Return an integer seven bits a byte; negative ones as 64-bit two's complement.

    >>> varint(300), len(varint(-1))
    (b'\\xac\\x02', 10)
    """
    value &= 0xFFFFFFFFFFFFFFFF
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def integer(field: int, value: int) -> bytes:
    """Return a field that holds an integer or a bool."""
    return varint(field << 3) + varint(value)


def double(field: int, value: float) -> bytes:
    """Return a field that holds a double."""
    return varint(field << 3 | 1) + struct.pack("<d", value)


def single(field: int, value: float) -> bytes:
    """Return a field that holds a float; what is beyond its range becomes an infinity."""
    try:
        packed = struct.pack("<f", value)
    except OverflowError:
        packed = struct.pack("<f", float("inf") if value > 0 else float("-inf"))
    return varint(field << 3 | 5) + packed


def chunk(field: int, value: bytes | str) -> bytes:
    """Return a field that holds bytes, a text or a message."""
    data = value.encode("utf-8", "replace") if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def doubles(field: int, values: Iterable[float]) -> bytes:
    """Return a packed field of doubles."""
    listed = list(values)
    return chunk(field, struct.pack(f"<{len(listed)}d", *listed))
