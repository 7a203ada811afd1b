"""The pytest plug-in behind `make mutants`: one session an area, every mutant judged in a child of it.

The tests of an area run once as they are, to fill what a session shares (the database with its migrations) and to learn which test
enters which function. Then each mutant gets a forked child that exchanges the code of the changed functions in memory and
runs only the tests that enter them, until one fails. What no test enters lives.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import os
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType, FunctionType
from typing import Any

import hypothesis
import pytest

Key = tuple[str, str]  # file, qualified name
MOST_MEMORY = (
    3 * 2**30
)  # address space of a child: a list that never ends is a death, not the end of the machine


@dataclass(frozen=True)
class Case:
    """One mutant to be judged: its name, and its file before and after as code."""

    name: str
    file: str
    before: CodeType
    after: CodeType


@dataclass(eq=False)  # pytest keeps its plug-ins in sets
class Judge:
    """cases: what to judge. told: called with each name and whether its tests noticed. files: watched for calls."""

    cases: list[Case]
    files: set[str]
    told: Callable[[str, bool], None]
    seconds: int = (
        120  # of the processor for one mutant, until the tests without any have shown what they need
    )
    entered: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    took: dict[str, float] = field(default_factory=dict)
    failed: str = ""
    any_two: list[pytest.Item] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = session.items
        self.any_two = items[:2]
        begun = time.process_time()
        for number, item in enumerate(items, 1):
            self._watched(item, items[number] if number < len(items) else self._other(item))
            if self.failed:
                raise pytest.UsageError(f"the tests are red without any mutant: {self.failed}")
        self.seconds = 10 + int(1.5 * (time.process_time() - begun))
        for case in self.cases:
            changed = changed_functions(case.before, case.after)
            if changed is None:
                raise pytest.UsageError(f"{case.name}: changes more than functions")
            mine = [i for i in items if self.entered[i.nodeid] & {(case.file, n) for n in changed}]
            mine.sort(key=lambda i: self.took[i.nodeid])  # the cheapest first: most mutants die of the first
            self.told(case.name, bool(mine) and self._noticed(case, changed, mine))
        return True

    def _other(self, item: pytest.Item) -> pytest.Item | None:
        """An item to come after the last: while one comes, what the session shares stays up."""
        return next((other for other in self.any_two if other is not item), None)

    def _watched(self, item: pytest.Item, following: pytest.Item | None) -> None:
        seen, files = self.entered[item.nodeid], self.files

        def enter(frame: FrameType, event: str, _: Any) -> None:
            if event == "call" and frame.f_code.co_filename in files:
                seen.add((frame.f_code.co_filename, frame.f_code.co_qualname))

        forget()  # a value kept from an earlier test would hide that this one needs it
        begun = time.process_time()
        threading.settrace(enter)
        sys.settrace(enter)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self.took[item.nodeid] = time.process_time() - begun

    def _noticed(self, case: Case, changed: dict[str, list[CodeType]], items: list[pytest.Item]) -> bool:
        """Whether a child with the mutant fails: by a test, by dying, or by never coming to an end."""
        child = os.fork()
        if child == 0:
            os._exit(self._live(case, changed, items))
        _, status = os.waitpid(child, 0)
        return status != 0

    def _live(self, case: Case, changed: dict[str, list[CodeType]], items: list[pytest.Item]) -> int:
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        signal.alarm(self.seconds * 8)
        try:
            exchange(case.file, changed)
            forget()
            for number, item in enumerate(items, 1):
                following = items[number] if number < len(items) else self._other(item)
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed:
                    return 1
        except BaseException:
            return 1
        return 0


def codes(code: CodeType) -> Iterator[CodeType]:
    """A piece of code and all that is written inside it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from codes(inner)


def _own(code: CodeType) -> tuple[Any, ...]:
    """What one piece of code does by itself."""
    consts = [(type(c), c) for c in code.co_consts if not isinstance(c, CodeType)]
    return code.co_code, consts, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def changed_functions(before: CodeType, after: CodeType) -> dict[str, list[CodeType]] | None:
    """Qualified name → its new codes, in order; None where a module or class body changes or a function appears."""
    old, new = _named(before), _named(after)
    found: dict[str, list[CodeType]] = {}
    for name in {*old, *new}:
        pieces, made = old.get(name, []), new.get(name, [])
        if [_own(c) for c in pieces] == [_own(c) for c in made]:
            continue
        if len(pieces) != len(made):
            if "<locals>" not in name and not name.endswith(("<lambda>", "comp>", "<genexpr>")):
                return None
            continue  # a piece inside a function that is itself changed
        if not all(c.co_flags & 0x01 for c in pieces):  # CO_OPTIMIZED: functions only
            return None
        outer = name.split(".<locals>.")[0]  # a function inside another comes to life through it
        found[outer], found[name] = new[outer], new[name]
    return found


def _named(code: CodeType) -> dict[str, list[CodeType]]:
    found: dict[str, list[CodeType]] = defaultdict(list)
    for piece in codes(code):
        found[piece.co_qualname].append(piece)
    return found


def exchange(file: str, changed: dict[str, list[CodeType]]) -> None:
    """Give every living function of these names its new code; whoever holds the function has it."""
    living: dict[str, dict[int, list[FunctionType]]] = defaultdict(lambda: defaultdict(list))
    for each in gc.get_objects():
        if (
            type(each) is FunctionType
            and each.__code__.co_filename == file
            and each.__code__.co_qualname in changed
        ):
            living[each.__code__.co_qualname][each.__code__.co_firstlineno].append(each)
    for name, by_line in living.items():
        lines = sorted(c.co_firstlineno for c in changed[name])
        ordered = sorted(changed[name], key=lambda c: c.co_firstlineno)
        for place, line in enumerate(sorted(by_line)):
            code = ordered[lines.index(line)] if line in lines else ordered[min(place, len(ordered) - 1)]
            for function in by_line[line]:
                function.__code__ = code


def forget() -> None:
    """Empty the caches of the house: what was reckoned is reckoned anew."""
    for each in _caches():
        each.cache_clear()


@functools.cache
def _caches() -> list[Any]:
    kept = [each for each in gc.get_objects() if type(each) is functools._lru_cache_wrapper]
    return [each for each in kept if each.__module__.startswith("gongkai")]


def steady() -> None:
    """Let Hypothesis draw alike every time and call no slow machine a failure: a mutant dies of a wrong answer only."""
    everything = list(hypothesis.HealthCheck)
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, database=None, deadline=None, suppress_health_check=everything
    )
    hypothesis.settings.load_profile("mutants")


def run(area_tests: list[str], judge: Judge) -> int:
    """A pytest session of these tests with the judge in it."""
    words = ["-q", "-x", "-p", "no:xdist", "-p", "no:randomly", "--no-header", "--no-summary", *area_tests]
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet):
        code = int(pytest.main(words, plugins=[judge]))
    if code:
        print(quiet.getvalue()[-2000:], file=sys.stderr)
    return code
