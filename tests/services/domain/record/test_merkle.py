"""The tree has the roots that the test vectors of Certificate Transparency have, and its proofs show what they say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.domain.record.merkle import EMPTY, MerkleTree, leaf_hash
from tests.services.domain.record.proofs import grew, includes

# https://github.com/google/certificate-transparency/blob/master/python/ct/crypto/merkle_test.py
LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def tree(count: int) -> MerkleTree:
    """A tree over so many different leaves."""
    return MerkleTree([leaf_hash(f"leaf {n}".encode()) for n in range(count)])


def test_roots_are_those_of_the_vectors() -> None:
    vectors = MerkleTree([leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES])
    assert [vectors.root(size).hex() for size in range(1, 9)] == list(ROOTS)
    assert vectors.root(0) == EMPTY == MerkleTree([]).root()


def test_proofs_are_those_of_the_rfc() -> None:
    """The examples of RFC 6962, 2.1.3, for a tree of seven: a … f are leaf hashes, g … l the nodes above them."""
    seven = tree(7)
    a, b, c, d, e, f, j = seven._levels[0]
    g, h, i = seven._levels[1][:3]
    k = seven._levels[2][0]
    low = seven._range(4, 7)
    assert seven.inclusion(0, 7) == (b, h, low)
    assert seven.inclusion(3, 7) == (c, g, low)
    assert seven.inclusion(4, 7) == (f, j, k)
    assert seven.inclusion(6, 7) == (i, k)
    assert seven.consistency(3, 7) == (c, d, g, low)
    assert seven.consistency(4, 7) == (low,)
    assert seven.consistency(6, 7) == (i, j, k)
    assert (a, e) == (seven._levels[0][0], seven._levels[0][4])


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_shown_to_be_where_it_is_and_nowhere_else(size: int, data: st.DataObject) -> None:
    grown, index = tree(70), data.draw(st.integers(0, size - 1))
    proof, leaf = grown.inclusion(index, size), leaf_hash(f"leaf {index}".encode())
    assert includes(leaf, index, size, proof, grown.root(size))
    assert not includes(leaf_hash(b"another"), index, size, proof, grown.root(size))
    assert not includes(leaf, index, size, (*proof, EMPTY), grown.root(size))
    assert not includes(leaf, size, size, proof, grown.root(size))
    other = data.draw(st.integers(0, size - 1))
    assert includes(leaf, other, size, proof, grown.root(size)) == (other == index)


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_tree_is_shown_to_begin_with_an_earlier_one(first: int, second: int) -> None:
    first, second = min(first, second), max(first, second)
    grown = tree(70)
    old, new, proof = grown.root(first), grown.root(second), grown.consistency(first, second)
    assert grew(first, second, old, new, proof)
    if first:
        assert not grew(first, second, EMPTY, new, proof)
        assert not grew(first, second, old, EMPTY, proof)
        assert not grew(first, second, old, new, (*proof, EMPTY))
