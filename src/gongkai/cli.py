"""The `gongkai` command. Each sub-command lives in the package that knows the matter.

A command module offers `configure(parser)` and `run(args) -> int`. Pure sub-commands never load Django.
Exit codes: 0 fine, 1 findings of level error, 2 input cannot be read (one clear line, no traceback).
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from typing import NoReturn

from gongkai import __version__
from gongkai.exceptions import GongkaiError

# name → (module, one line for --help)
COMMANDS: dict[str, tuple[str, str]] = {
    "document": ("gongkai.gongwen.commands", "读公文：文号、标题、主送、日期、公开属性"),
    "report": ("gongkai.statforms.commands", "读、查政府信息公开工作年度报告"),
    "due": ("gongkai.clocks.commands", "推算法定期限，逐日说明"),
    "fee": ("gongkai.law.commands", "计算信息处理费"),
    "law": ("gongkai.law.law_commands", "输出法规数据核对表，供法制人员逐条核对、签字"),
    "formats": ("gongkai.files.commands", "本机能读哪些格式的文件，缺什么"),
    "redaction": ("gongkai.files.redaction.commands", "遮盖文件中的内容，核验遮盖是否可靠"),
    "serve": ("gongkai.site.commands.serve", "启动平台"),
    "setup": ("gongkai.site.commands.setup", "初次设置：设立单位、栏目和头两个账号"),
    "demo": ("gongkai.site.commands.demo", "装入演示城市"),
    "ledger": ("gongkai.site.commands.ledger", "核验台账"),
    "ring": ("gongkai.site.commands.ring", "检查到期事项并提醒"),
    "bake": ("gongkai.site.commands.bake", "生成或核验公开页面文件"),
    "keys": ("gongkai.site.commands.keys", "字段密钥：生成新密钥，换用新密钥"),
    "backup": ("gongkai.site.commands.backup", "备份数据"),
    "restore": ("gongkai.site.commands.restore", "恢复数据"),
    "manage": ("gongkai.site.commands.manage", "Django 管理命令"),
}


_SAID = [  # what argparse says in English, and how an official is told
    (r"unrecognized arguments: (.+)", "没有这样的选项或多余的参数：{}"),
    (r"the following arguments are required: (.+)", "缺少参数：{}"),
    (r"argument (.+?): expected .*", "选项 {} 后面缺少值"),
    (r"argument (.+?): invalid \w+ value: (.+)", "选项 {} 的值 {} 写法不对"),
    (r"argument (.+?): invalid choice: (.+?) \(.*", "{} 不能是 {}"),
    (r"argument (.+?): .*", "选项 {} 写法不对"),
]


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one Chinese sentence with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the words typed."""
        for pattern, sentence in _SAID:
            match = re.fullmatch(pattern, message, re.DOTALL)
            if match:
                message = sentence.format(*match.groups())
                break
        print(f"{message}。用法见 {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def build_parser(name: str | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command; only the named sub-command's module is imported."""
    parser = Parser(prog="gongkai", description="公开：教育系统政务公开平台")
    parser.add_argument("--version", action="version", version=__version__)
    sub = parser.add_subparsers(dest="command", metavar="命令")
    for command, (module, line) in COMMANDS.items():
        child = sub.add_parser(command, help=line, description=line)
        if command == name:
            importlib.import_module(module).configure(child)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    name = argv[0] if argv and argv[0] in COMMANDS else None
    try:
        if name == "manage":  # Django parses its own arguments
            return int(importlib.import_module(COMMANDS[name][0]).run(argv[1:]) or 0)
        args = build_parser(name).parse_args(argv)
        if name is None:
            build_parser().print_help()
            return 2
        return int(importlib.import_module(COMMANDS[name][0]).run(args) or 0)
    except GongkaiError as error:
        print(error.sentence, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output (head, less) went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
