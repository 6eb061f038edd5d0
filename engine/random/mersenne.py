"""Where random numbers come from: PyTorch's CPU generator, a Mersenne Twister (mt19937).

For the same seed the stream of 32-bit words is PyTorch's, word by word, and so is the state that
`get_state` gives. The twister itself is Python's own (`random` uses the same algorithm): it loads
in no time and hands out thousands of words at once; NumPy's, which costs 14 ms to import, takes
over for large requests. Only the seeding is done here, as Python mixes its seeds differently.

Reference: M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), 3-30.
"""

import os
from _random import Random
from typing import Any, TypeAlias

import numpy as np

Words: TypeAlias = np.ndarray[Any, np.dtype[np.uint32]]
Doubles: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]

_DEFAULT_SEED = 67280421310721  # PyTorch's, for every generator but the default one
_STATE_WORDS = 624
_STATE_BYTES = 5056
_BULK = 1 << 16  # words from which on NumPy's twister is worth its import
_DOUBLE_MASK = np.uint64((1 << 53) - 1)


class Generator:
    """A stream of random numbers with a state of its own, as `torch.Generator`.

    >>> generator = Generator().manual_seed(42)
    >>> generator.words(3).tolist()
    [1608637542, 3421126067, 4083286876]
    >>> generator.initial_seed()
    42
    """

    __slots__ = ("__weakref__", "_random", "_seed", "next_normal")

    next_normal: float | None
    """The second of the last pair of normal numbers drawn one by one, still to be handed out."""

    def __init__(self, device: object = "cpu") -> None:
        if str(device) != "cpu":
            raise RuntimeError(f"Device type {device} is not supported for torch.Generator() api.")
        self._start(_DEFAULT_SEED)

    @property
    def device(self) -> str:
        """Where the generator's numbers are made: always "cpu"."""
        return "cpu"

    def manual_seed(self, seed: int) -> "Generator":
        """Start the stream anew from `seed`, from -2^63 to 2^64 - 1, and return the generator.

        Only the low 32 bits of the seed choose the stream, as in PyTorch.
        """
        if type(seed) is not int:
            name = type(seed).__name__
            raise RuntimeError(f"manual_seed expected a long, but got {name}")
        if not -(1 << 63) <= seed < 1 << 64:
            raise ValueError("Overflow when unpacking long long")
        self._start(seed % (1 << 64))
        return self

    def seed(self) -> int:
        """Start the stream anew from a seed that nobody can foresee, and return that seed."""
        self._start(int.from_bytes(os.urandom(8), "little"))
        return self._seed

    def initial_seed(self) -> int:
        """Return the seed from which the stream started."""
        return self._seed

    def _start(self, seed: int) -> None:
        self._seed = seed
        self._random: Random | None = None  # seeded at the first use: it takes 0.1 ms
        self.next_normal = None

    def _twister(self) -> Random:
        if self._random is None:
            word = self._seed & 0xFFFFFFFF
            words = [word]
            for i in range(1, _STATE_WORDS):
                word = (1812433253 * (word ^ (word >> 30)) + i) & 0xFFFFFFFF
                words.append(word)
            self._random = Random()
            self._random.setstate((*words, _STATE_WORDS))
        return self._random

    def words(self, count: int) -> Words:
        """Draw `count` words of 32 random bits, shape (count,), dtype uint32, read-only."""
        if not count:
            return np.empty(0, np.uint32)
        if count >= _BULK:
            return self._many_words(count)
        bits = (self._random or self._twister()).getrandbits(32 * count)
        return np.frombuffer(bits.to_bytes(4 * count, "little"), "<u4")

    def _many_words(self, count: int) -> Words:
        from numpy.random import MT19937

        twister = self._twister()
        *key, position = twister.getstate()
        bits = MT19937(0)
        state: Any = {"key": np.array(key, np.uint32), "pos": position}
        bits.state = {"bit_generator": "MT19937", "state": state}
        words: Words = bits.random_raw(count).astype(np.uint32)
        state = bits.state["state"]
        twister.setstate((*state["key"].tolist(), int(state["pos"])))
        return words

    def longs(self, count: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
        """Draw `count` words of 64 bits, the high half first, shape (count,), dtype uint64."""
        pairs = self.words(2 * count)
        return (pairs[0::2].astype(np.uint64) << np.uint64(32)) | pairs[1::2]

    def floats(self, count: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Draw `count` numbers from [0, 1) in steps of 2^-24, shape (count,), dtype float32."""
        return (self.words(count) & np.uint32(0xFFFFFF)).astype(np.float32) * np.float32(2.0**-24)

    def doubles(self, count: int) -> Doubles:
        """Draw `count` numbers from [0, 1) in steps of 2^-53, shape (count,), dtype float64."""
        return (self.longs(count) & _DOUBLE_MASK).astype(np.float64) * 2.0**-53

    def double(self) -> float:
        """Draw one number as `doubles` does."""
        draw = (self._random or self._twister()).getrandbits
        return ((draw(32) & 0x1FFFFF) << 32 | draw(32)) * 2.0**-53

    def get_state(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Return the whole state as PyTorch lays it out, shape (5056,), dtype uint8.

        In words of 64 bits: the seed; the words left (low half) and whether it was seeded (high
        half); the next word's index; the 624 state words; three numbers of which the second is
        the normal number still to be handed out; whether there is one; an unused float.
        """
        *words, position = self._twister().getstate()
        # Before the first draw PyTorch's index is 0, after a full round it is 624.
        fresh = position == _STATE_WORDS and words[0] == self._seed & 0xFFFFFFFF
        state = np.zeros(_STATE_BYTES // 8, "<u8")
        state[0] = self._seed
        state[1] = 1 << 32 | (_STATE_WORDS + 1 - position)
        state[2] = 0 if fresh else position
        state[3 : 3 + _STATE_WORDS] = words
        if self.next_normal is not None:
            state.view("<f8")[628] = self.next_normal
            state[630] = 1
        return state.view(np.uint8)

    def set_state(self, state: np.ndarray[Any, Any]) -> None:
        """Go on from a state that `get_state` gave."""
        if state.dtype != np.uint8:
            raise TypeError("RNG state must be a torch.ByteTensor")
        if state.size != _STATE_BYTES:
            raise RuntimeError(
                f"Expected a CPUGeneratorImplState of size {_STATE_BYTES} but found the input RNG "
                f"state size to be {state.size}"
            )
        fields = np.ascontiguousarray(state).view("<u8")
        seeded, left = divmod(int(fields[1]), 1 << 32)
        if not seeded or not 0 < left <= _STATE_WORDS or fields[2] > _STATE_WORDS:
            raise RuntimeError("Invalid mt19937 state")
        self._seed = int(fields[0])
        words = (fields[3 : 3 + _STATE_WORDS] & np.uint64(0xFFFFFFFF)).tolist()
        self._random = Random()
        self._random.setstate((*words, _STATE_WORDS + 1 - left))
        self.next_normal = float(fields.view("<f8")[628]) if fields[630] else None

    def clone_state(self) -> "Generator":
        """Return a new generator that goes on as this one would."""
        clone = Generator()
        clone.set_state(self.get_state())
        return clone


default_generator = Generator()
"""The generator that is used where none is given; its first seed differs from run to run."""
default_generator.seed()


def manual_seed(seed: int) -> Generator:
    """Start the default generator anew from `seed`, as `torch.manual_seed`, and return it.

    >>> manual_seed(0).words(1).item()
    2357136044
    """
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Start the default generator anew from a seed nobody can foresee, and return that seed."""
    return default_generator.seed()


def initial_seed() -> int:
    """Return the seed from which the default generator started."""
    return default_generator.initial_seed()


def get_rng_state() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the default generator's state (see `Generator.get_state`)."""
    return default_generator.get_state()


def set_rng_state(state: np.ndarray[Any, Any]) -> None:
    """Let the default generator go on from `state` (see `Generator.set_state`)."""
    default_generator.set_state(state)
