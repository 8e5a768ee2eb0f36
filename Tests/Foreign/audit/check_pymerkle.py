"""Compares roots and proofs written by AuditForeignTests with those of pymerkle (PyPI).

usage: check_pymerkle.py FOLDER   reads FOLDER/proofs.json
"""

import json
import sys
from pathlib import Path

from pymerkle import InmemoryTree, verify_consistency


def expected_inclusion(tree, index, size):
    """RFC 6962's path: pymerkle's begins with the leaf itself."""
    return [h.hex() for h in tree.prove_inclusion(index + 1, size).path[1:]]


def subproof(tree, old, start, end, known):
    """SUBPROOF of RFC 6962 section 2.1.2, over pymerkle's hashes of ranges of leaves."""
    width = end - start
    if old == width:
        return [] if known else [tree._get_root(start, end).hex()]
    cut = 1
    while cut * 2 < width:
        cut *= 2
    if old <= cut:
        return subproof(tree, old, start, start + cut, known) + [tree._get_root(start + cut, end).hex()]
    return subproof(tree, old - cut, start + cut, end, False) + [tree._get_root(start, start + cut).hex()]


def main(folder):
    written = json.loads((Path(folder) / "proofs.json").read_text())
    tree = InmemoryTree(algorithm="sha256")
    for number in range(written["leaves"]):
        tree.append_entry(f"leaf {number}".encode())
    checked = 0
    for size, root in written["roots"].items():
        expected = tree.get_root(int(size)).hex()
        assert root == expected, f"root of size {size}: {root} instead of {expected}"
        checked += 1
    for proof in written["inclusion"]:
        expected = expected_inclusion(tree, proof["index"], proof["size"])
        assert proof["hashes"] == expected, f"inclusion of {proof['index']} in {proof['size']}"
        checked += 1
    for proof in written["consistency"]:
        old, new = proof["old"], proof["new"]
        expected = subproof(tree, old, 0, new, True)
        assert proof["hashes"] == expected, f"consistency of {old} and {new}"
        # pymerkle's own proofs take another path; they must tie our roots together all the same.
        roots = [bytes.fromhex(proof[name]) for name in ("oldRoot", "newRoot")]
        verify_consistency(*roots, tree.prove_consistency(old, new), old, new)
        checked += 1
    assert len(written["roots"]) >= 257 and checked > 1000, "too little was written"
    print(f"pymerkle agrees: {checked} roots and proofs")


if __name__ == "__main__":
    main(sys.argv[1])
