"""Search at 100,000 generated documents: time, recall and precision against substring truth over 40 queries; then the
time of what parents type (questions, several words, one sign, 拼音, slips) and of suggestions while they type.

`python -m bench.search [--documents N]` runs on SQLite and, where one answers, on PostgreSQL
(GONGKAI_BENCH_PG=postgresql://…, else the local server at 127.0.0.1; the database is `gongkai_bench` or GONGKAI_BENCH_DB).
`make bench-large` does the same at 1,000,000.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

AIMS = {"recall": 0.97, "precision": 0.99, "p95_ms": 50}

QUERIES = [
    "招生", "入学", "教育", "学校", "资助", "欺凌", "校车", "食堂", "督导", "评议", "义务教育", "阳光招生", "课后服务",
    "随迁子女", "随迁子女入学", "依申请公开", "义务教育入学", "校园欺凌防治", "教师资格认定", "家庭经济困难学生", "民办学校",
    "体育场馆", "中考", "学籍变动", "安全检查", "食品安全责任", "收费标准", "特殊教育", "校外培训", "信息登记", "育",
    "2024年", "2025年招生", "云教规〔2024〕", "云教〔2025〕17号", "东城区 校车", "崇文区 校园欺凌", "021-1234", "KTV", "学区划片 东城区",
]  # fmt: skip

# what parents type: kind → phrases; nothing of these is looked for word by word
TYPED = {
    "question": ["我家孩子什么时候报名入学", "今年小学怎么报名", "外地户口能不能在这里上学", "食堂出了问题找谁投诉", "教师资格证怎么办理"],
    "words": ["入学 材料 时间", "校车 收费 东城区", "欺凌 班主任 家长代表 台账", "近视 教材 艺术展演", "中考 学籍 名单 2025年"],
    "sign": ["育", "招", "车", "学", "籍"],
    "pinyin": ["zhaosheng", "xiaoche", "ygzs", "xuequ", "jiaoshizige"],
    "slip": ["招声入学", "校园期凌", "义务教肓招生", "校外陪训", "家庭经济困南学生"],
    "nothing": ["火星移民计划", "区块链博物馆开放", "鲸鱼", "xyzzy", "锄禾日当午汗滴禾下土"],
}  # fmt: skip
BEGUN = [
    "招",
    "招生",
    "校园欺",
    "义务教育阶",
    "2025年",
    "云教规〔2024",
    "zs",
    "zhaosh",
    "zhaosheng",
    "ygzs",
    "校外陪",
    "火星移民",
    "东城区 校车",
]

_DISTRICTS = ["东城区", "西陵区", "南湖区", "北辰区", "崇文区", "云溪区", "高新区", "临江区"]
_MATTERS = [
    "义务教育阶段招生入学", "阳光招生", "课后服务", "随迁子女入学", "校园欺凌防治", "校车安全", "学校食堂食品安全责任",
    "家庭经济困难学生资助", "教师资格认定", "民办学校年检", "体育场馆开放", "中考组织", "学籍变动办理", "教育督导评议",
    "特殊教育安置", "校外培训预收费", "收费标准调整", "学区划片调整", "依申请公开办理", "暑期安全检查", "教材选用", "艺术展演",
    "劳动实践", "心理健康", "近视防控", "信息登记", "语言文字", "继续教育", "职业教育实训", "学前教育普惠",
]  # fmt: skip
_VERBS = ["做好", "规范", "加强", "推进", "开展", "落实", "改进", "公布", "调整", "检查"]
_OBJECTS = ["工作", "管理", "流程", "责任", "名单", "台账", "资料", "方案", "标准", "制度", "培训", "记录"]
_WHO = [
    "各区教育局",
    "各市属学校",
    "局机关各科室",
    "各直属单位",
    "学校法定代表人",
    "分管负责人",
    "班主任",
    "家长代表",
]
_HOW = [
    "应当及时",
    "不得擅自",
    "可以依照规定",
    "必须如实",
    "应会同有关部门",
    "在规定期限内",
    "按照职责分工",
    "通过网站",
]
_WORDS = "组织实施公开报送核验登记说明整改复查评估通报保存更新接受监督征求意见听取建议建立健全细化明确统筹协调".strip()


def documents(count: int) -> list[tuple[str, str, str, int]]:
    """Number, title, text and year of generated documents: the same ones every time."""
    rng = random.Random(20260520)
    found = []
    for n in range(count):
        year = rng.choice((2022, 2023, 2024, 2025, 2026))
        number = f"{rng.choice(('云教', '云教规', '云教办'))}〔{year}〕{n % 400 + 1}号"
        matter = rng.choice(_MATTERS)
        title = (
            f"关于{rng.choice(_VERBS)}{year}年{rng.choice(_DISTRICTS)}{matter}{rng.choice(_OBJECTS)}的通知"
        )
        sentences = []
        for _ in range(rng.randint(8, 30)):
            start = rng.randrange(0, len(_WORDS) - 4, 2)
            sentences.append(
                f"{rng.choice(_WHO)}{rng.choice(_HOW)}{rng.choice(_VERBS)}{rng.choice(_MATTERS)}{rng.choice(_OBJECTS)}，"
                f"{_WORDS[start : start + 4]}{rng.choice(_DISTRICTS)}{rng.choice(_OBJECTS)}。"
            )
        if n % 97 == 0:
            sentences.append(f"咨询电话021-1234{n % 10_000:04d}，不得进入KTV等场所。")
        found.append((number, title, "".join(sentences), year))
    return found


def fill(rows: list[tuple[str, str, str, int]]) -> float:
    """Put the documents into a fresh database through the engine; seconds it took."""
    from django.db import connection, transaction

    from gongkai.apps.organizations.models import Kind, Organization
    from gongkai.apps.search.actions import marks_of, rank_of, words_of
    from gongkai.apps.search.engines import engine
    from gongkai.apps.search.models import SearchDoc, SearchText
    from gongkai.clocks.moment import BEIJING

    site = Organization.objects.create(name="云川市教育局", slug="bench", kind=Kind.CITY, path="000001")
    begin = time.perf_counter()
    store, first = engine(), dt.datetime(2022, 1, 4, 9, tzinfo=BEIJING)
    for start in range(0, len(rows), 5000):
        with transaction.atomic():
            docs = [
                SearchDoc(
                    subject_type="bench.document", subject_id=str(n), organization=site, site=site, url=f"/doc/{n}/",
                    title=title, number=number, kind="通知", topic=_MATTERS[n % 12], year=year, in_force=n % 5 > 0,
                    published_at=first + dt.timedelta(minutes=22 * n),
                )
                for n, (number, title, _, year) in enumerate(rows[start : start + 5000], start)
            ]  # fmt: skip
            SearchDoc.objects.bulk_create(docs)
            for doc in docs:
                doc.rank, doc.marks = rank_of(doc), " ".join(marks_of(doc))
            SearchDoc.objects.bulk_update(docs, ["rank", "marks"], batch_size=500)
            SearchText.objects.bulk_create(
                SearchText(doc=d, body=rows[start + i][2]) for i, d in enumerate(docs)
            )
            for i, doc in enumerate(docs):
                assert doc.rank is not None, "set above"
                store.put(doc.rank, words_of(doc, rows[start + i][2]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return time.perf_counter() - begin


def truth(rows: list[tuple[str, str, str, int]], typed: str) -> set[int]:
    """The documents in which every word typed stands as it was typed."""
    words = typed.lower().split()
    return {
        n
        for n, (number, title, text, _) in enumerate(rows)
        if all(w in title.lower() or w in text.lower() or w in number.lower() for w in words)
    }


def measure(count: int) -> dict[str, object]:
    """All figures of the database in use."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from gongkai.apps.organizations.models import Organization
    from gongkai.apps.search.engines import Match, engine
    from gongkai.apps.search.models import SearchDoc
    from gongkai.apps.search.queries import Filters, search
    from gongkai.apps.search.query import understand
    from gongkai.apps.search.suggest import titles

    rows = documents(count)
    seconds = fill(rows)
    site = Organization.objects.get(slug="bench")
    place = dict(SearchDoc.objects.values_list("rank", "subject_id"))
    times, recalls, precisions, worst = [], [], [], []
    for typed in QUERIES:
        search(site, typed, exact=True)  # once for warm pages, as a running server has them
        took = []
        for _ in range(5):
            begin = time.perf_counter()
            search(site, typed, exact=True)
            took.append((time.perf_counter() - begin) * 1000)
        times += took
        worst.append((round(sorted(took)[2], 1), typed))
        match = Match(understand(typed, exact=True).terms, Filters().marks(site))
        got = {int(place[r]) for r in engine().ranks(match, 10**7)}
        want = truth(rows, typed)
        recalls.append(len(got & want) / len(want) if want else 1.0)
        precisions.append(len(got & want) / len(got) if got else 1.0)
    times.sort()
    as_typed = {kind: _timed(phrases, lambda words: search(site, words)) for kind, phrases in TYPED.items()}
    as_typed["suggestion"] = _timed(BEGUN, lambda words: titles(site, words))
    return {
        "typed": as_typed,
        "database": connection.vendor,
        "documents": count,
        "index_s": round(seconds, 1),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "recall": round(sum(recalls) / len(recalls), 4),
        "precision": round(sum(precisions) / len(precisions), 4),
        "slowest": sorted(worst, reverse=True)[:5],
        "weakest": sorted((round(r, 3), q) for r, q in zip(recalls, QUERIES, strict=True))[:3],
    }


def _timed(phrases: list[str], ask: Callable[[str], object]) -> list[object]:
    """p50, p95 in ms and the slowest phrase of five askings each, the first left out."""
    took: list[tuple[float, str]] = []
    for typed in phrases:
        ask(typed)
        for _ in range(4):
            begin = time.perf_counter()
            ask(typed)
            took.append(((time.perf_counter() - begin) * 1000, typed))
    took.sort()
    return [
        round(took[len(took) // 2][0], 1),
        round(took[int(len(took) * 0.95)][0], 1),
        took[int(len(took) * 0.95)][1],
    ]


def _postgres(name: str = "") -> str:
    given = os.environ.get("GONGKAI_BENCH_PG", "")
    name = name or os.environ.get("GONGKAI_BENCH_DB", "gongkai_bench")
    base = given or "postgresql://postgres@127.0.0.1:5432/postgres"
    try:
        import psycopg

        with psycopg.connect(base, autocommit=True, connect_timeout=2) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
    except Exception as error:
        print(f"search: PostgreSQL not measured ({type(error).__name__})", file=sys.stderr)
        return ""
    return base.rpartition("/")[0] + f"/{name}"


def _run(count: int, database: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        env = os.environ | {
            "GONGKAI_DATA": folder,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "gongkai.site.settings",
        }
        out = subprocess.run(
            [sys.executable, "-m", "bench.search", "--documents", str(count), "--one"],
            env=env, check=True, capture_output=True, text=True,
        )  # fmt: skip
    measured: dict[str, object] = json.loads(out.stdout)
    return measured


def main(documents_count: int = 100_000, sqlite_only: bool = False) -> list[dict[str, object]]:
    """Measure each database in a process of its own and print the ratios against the aims."""
    found: list[dict[str, object]] = []
    for database in ("", "" if sqlite_only else _postgres()):
        if database or not found:
            found.append(_run(documents_count, database))
    for r in found:
        print(
            f"search {r['database']}: {r['documents']} documents, p50 {r['p50_ms']} ms, p95 {r['p95_ms']} ms "
            f"({float(str(r['p95_ms'])) / AIMS['p95_ms']:.2f} of the limit), recall {r['recall']} (aim {AIMS['recall']}), "
            f"precision {r['precision']} (aim {AIMS['precision']}), indexed in {r['index_s']} s; slowest {r['slowest']}"
        )
        typed: dict[str, list[object]] = r["typed"]  # type: ignore[assignment]
        told = "; ".join(f"{kind} {p50} / {p95} ms ({slow})" for kind, (p50, p95, slow) in typed.items())
        print(f"search {r['database']} as typed, p50 / p95 (slowest): {told}")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--sqlite", action="store_true", help="only the embedded database")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.documents), ensure_ascii=False))
    else:
        main(given.documents, given.sqlite)
