"""`gongkai setup`: an empty installation gets its first body, or with `--from` a whole city from one table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gongkai.exceptions import GongkaiError, Refused
from gongkai.site.commands import django_setup
from gongkai.site.first import plan
from gongkai.site.first.plan import Outcome

# option, what is asked, whether it may stay empty
QUESTIONS = (
    ("name", "单位全称", False),
    ("kind", f"类别（{'、'.join(plan.KINDS)}）", False),
    ("codes", "发文代字，几个用顿号隔开（可空）", True),
    ("index_code", "机构代码，9 位，用来编索引号（可空，以后在“站点管理”里填）", True),
    ("address", "办公地址（可空）", True),
    ("telephone", "联系电话（可空）", True),
    ("admin", "系统管理员姓名", False),
    ("admin_account", "系统管理员账号（小写字母开头）", False),
    ("second", "第二人姓名：本单位负责人，确认管理员授予的岗位", False),
    ("second_account", "第二人账号", False),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai setup`: what is not given is asked."""
    for name, asked, _ in QUESTIONS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=asked)
    parser.add_argument(
        "--from",
        dest="table",
        metavar="FILE.xlsx",
        help="从一张填好的表设立单位、人员和栏目；可以再次执行，已有的不重复",
    )
    parser.add_argument("--template", metavar="FILE.xlsx", help="写出空白的表，填好后用 --from 读入")


def run(args: argparse.Namespace) -> int:
    """Ask what is missing, then set everything up in one transaction; first passwords are printed once."""
    django_setup.load()
    if args.template:
        return _template(Path(args.template))
    from gongkai.site.prepare import prepare

    prepare(demo=False)
    if args.table:
        return _from_table(Path(args.table))
    from gongkai.apps.organizations.models import Organization

    if Organization.objects.exists():
        raise GongkaiError("库里已经有单位，不能再作初次设置；增设单位请在工作台的“机构与科室”办理。")
    said = {name: _ask(getattr(args, name), asked, empty) for name, asked, empty in QUESTIONS}
    return _told(
        _set_up(plan.from_answers(said)), f"“{said['name']}”已设立，栏目、主题和科室可以在工作台使用。"
    )


def _template(path: Path) -> int:
    from gongkai.site.first import sheet

    if path.exists():
        raise GongkaiError(f"{path} 已经有了，没有覆盖；请换一个文件名。")
    path.write_bytes(sheet.template())
    print(f"空白的表已写到 {path}。填好“单位”“人员”（“栏目”可以不填）后执行 gongkai setup --from {path}。")
    return 0


def _from_table(path: Path) -> int:
    from gongkai.site.first import sheet

    try:
        data = path.read_bytes()
    except OSError as error:
        raise GongkaiError(f"{path} 读不出来：{error.strerror}。") from error
    done = _set_up(sheet.read(data))
    if not (done.bodies or done.columns or done.people):
        print("表里的单位、人员和栏目都已经有了，没有新增。")
        return 0
    return _told(
        done, f"已设立单位和科室 {done.bodies} 个、栏目 {done.columns} 个、人员 {len(done.people)} 人。"
    )


def _set_up(wanted: plan.Plan) -> Outcome:
    from gongkai.site.first.carry_out import set_up
    from gongkai.site.first.token import spend

    try:
        done = set_up(wanted)
    except Refused as refused:
        lines = "\n".join(f"  {o.sentence}" for o in refused.obstacles)
        raise GongkaiError(
            f"没有设立，一处也没有改动。请改这 {len(refused.obstacles)} 处：\n{lines}"
        ) from None
    spend()
    return done


def _told(done: Outcome, head: str) -> int:
    print(f"\n{head}首次口令只显示这一次，登录后须立即修改：")
    for person, post, password in done.people:
        print(f"  {post}　{person.name}　账号 {person.username}　首次口令 {password}")
    print("\n下一步：gongkai serve 启动，系统管理员登录后从“机构人员”导入人员，由第二人在“待确认”中确认。")
    return 0


def _ask(given: str | None, asked: str, empty: bool) -> str:
    while True:
        text = given if given is not None else _typed(asked, empty)
        if text.strip() or empty:
            return text.strip()
        if given is not None:
            raise GongkaiError(f"没有给出：{asked}。")


def _typed(asked: str, empty: bool) -> str:
    if not sys.stdin.isatty():
        if empty:
            return ""
        raise GongkaiError(f"没有给出：{asked}。选项见 gongkai setup --help。")
    return input(f"{asked}：")
