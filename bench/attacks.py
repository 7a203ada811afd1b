"""Attacks that the redaction check rejects, by kind, and honest releases that it lets pass. Aim: all of both."""

from __future__ import annotations

import importlib
import tempfile
from collections import Counter
from pathlib import Path


def main() -> None:
    """Judge every file; print the rate of each kind, of all, and what went wrong."""
    shelves = importlib.import_module("tests.files.attacks")
    right, all_of, wrong = Counter[str](), Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        for case in shelves.ATTACKS + shelves.CLEAN:
            verdict = shelves.judged(case, Path(folder))
            all_of[case.kind] += 1
            if verdict["holds"] == (case.kind == "clean"):
                right[case.kind] += 1
            else:
                wrong.append(case)
    for kind, count in all_of.items():
        if kind != "clean":
            print(f"  攻击文件 {kind}：识破 {right[kind]}/{count}")
    attacks, caught = all_of.total() - all_of["clean"], right.total() - right["clean"]
    print(
        f"  攻击文件合计：识破 {caught}/{attacks}（{caught / attacks:.1%}），{len(all_of) - 1} 类；目标全部"
    )
    print(f"  正当成品：放行 {right['clean']}/{all_of['clean']}；目标全部")
    with tempfile.TemporaryDirectory() as folder:
        alone = [not shelves.judged(case, Path(folder), alone=True)["holds"] for case in shelves.HIDING]
    print(f"  不给原件和遮盖框，只看有没有藏着的内容：识破 {sum(alone)}/{len(alone)}；目标全部")
    for case in wrong:
        print(f"  未判对 {case.id}：{case.how}")


if __name__ == "__main__":
    main()
