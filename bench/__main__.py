"""`make bench`: every benchmark, one after another; ratios from one run. A benchmark never fails a test."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback

import bench


def main() -> int:
    """Run the named benchmarks, or all."""
    wanted = sys.argv[1:]
    names = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name != "__main__"]
    failed = 0
    for name in names:
        if wanted and name not in wanted:
            continue
        module = importlib.import_module(f"bench.{name}")
        if not hasattr(module, "main"):
            continue
        print(f"== {name}", flush=True)
        try:
            module.main()
        except Exception:
            traceback.print_exc()
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
