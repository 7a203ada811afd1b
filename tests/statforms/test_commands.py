"""The commands as an official runs them: exit codes, sentences, JSON, the city table, hostile files."""

from __future__ import annotations

import io
import json
import resource
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gongkai.cli import main
from gongkai.files import guard, office

from .generator import make
from .narratives import base_cells, report_text


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_read_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "r.txt", report_text("全年共收到政府信息公开申请25件。"))
    assert main(["report", "read", str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["form"], result["year"], result["issuer"]) == ("annual_2021", 2023, "云海市教育局")
    assert result["cells"]["t3.r1.total"] == 25 and result["missing_tables"] == []
    fact = result["facts"][0]
    assert (fact["what"], fact["value"], fact["unit"], fact["approx"]) == ("received", 25, "件", "")


def test_exit_codes_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(tmp_path, "good.txt", report_text("全年共收到政府信息公开申请25件。"))
    assert main(["report", "check", str(good)]) == 0
    bad = write(tmp_path, "bad.txt", report_text("全年共收到政府信息公开申请27件。"))
    assert main(["report", "check", str(bad)]) == 1
    out = capsys.readouterr().out
    assert "文中收到申请为27件，表中为25" in out and "位置：" in out
    assert main(["report", "check", str(bad), "--json"]) == 1
    finding = json.loads(capsys.readouterr().out)["findings"][0]
    assert set(finding) == {"code", "level", "where", "message", "expected", "found", "basis"}
    assert (finding["expected"], finding["found"]) == (25, 27)


def test_previous_and_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = write(
        tmp_path,
        "now.txt",
        report_text("我局围绕教育改革任务，发布解读材料36篇，推动政策落地见效，群众知晓率明显提高。"),
    )
    old = base_cells()
    before = write(
        tmp_path,
        "old.txt",
        report_text(
            "我局围绕教育改革任务，发布解读材料36篇，推动政策落地见效，群众知晓率明显提高。",
            old,
            "云海市教育局2022年政府信息公开工作年度报告",
        ),
    )
    main(["report", "check", str(now), "--previous", str(before), "--json"])
    codes = {f["code"] for f in json.loads(capsys.readouterr().out)["findings"]}
    assert {"T3-4", "T2-2", "Y02", "Y03"} <= codes
    cells = base_cells()
    cells["t2.reg.valid"] = 1
    rules = write(tmp_path, "rules.txt", report_text("工作有序推进。", cells))
    assert main(["report", "check", str(rules)]) == 0
    assert main(["report", "check", str(rules), "--profile", "no_rulemaking_power"]) == 1


def test_whole_city(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    write(
        folder,
        "a.txt",
        report_text("全年共收到政府信息公开申请25件。", title="东河区教育局2023年政府信息公开工作年度报告"),
    )
    write(
        folder,
        "b.txt",
        report_text("全年共收到政府信息公开申请29件。", title="西山区教育局2023年政府信息公开工作年度报告"),
    )
    write(folder, "c.pdf", b"%PDF-1.4 broken")
    bodies = write(tmp_path, "bodies.txt", "东河区教育局\n云海市西山区教育局\n南湖区教育局\n")
    sheet, page = tmp_path / "out.xlsx", tmp_path / "out.html"
    assert (
        main(
            [
                "report",
                "check",
                str(folder),
                "--bodies",
                str(bodies),
                "--xlsx",
                str(sheet),
                "--html",
                str(page),
            ]
        )
        == 1
    )
    out = capsys.readouterr().out
    assert "未报送1个：南湖区教育局" in out and "表格各格与东河区教育局的报告完全相同" in out
    book = load_workbook(sheet)
    assert book.sheetnames == ["总表", "问题清单", "未报送"]
    assert [row[0].value for row in book["未报送"].iter_rows(min_row=2)] == ["南湖区教育局"]
    assert "南湖区教育局" in page.read_text("utf-8") and "<script" not in page.read_text("utf-8")
    assert main(["report", "check", str(folder), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["bodies"]) == 3


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        part.write(
            b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
        )
        for _ in range(300):
            part.write(b"<w:p/>" * 100_000)
        part.write(b"</w:body></w:document>")
    return buffer.getvalue()


def _zip(names: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return buffer.getvalue()


_LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
    b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)

HOSTILE: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.html": b"<html><body>  </body></html>",
    "no-report.txt": "今天天气很好，我们去公园放风筝。晚饭吃饺子。".encode(),
    "recipe.md": "# 红烧肉\n\n五花肉500克，酱油2勺，慢炖40分钟。".encode(),
    "binary.txt": bytes(range(256)) * 40,
    "broken.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "broken.docx": b"PK\x03\x04" + b"\x00" * 60,
    "sheet.docx": _zip({"xl/workbook.xml": b"<x/>"}),
    "other.zip": _zip({"readme.txt": b"hello"}),
    "bad-xml.docx": _zip({"word/document.xml": b"<w:document><unclosed"}),
    "laughs.docx": _zip({"word/document.xml": _LAUGHS}),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "text.rtf": b"{\\rtf1\\ansi hello}",
    "scan.pdf": b"",
}


def _scan() -> bytes:
    from .pdfs import _file

    return _file([""])


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("verb", ["read", "check"])
def test_hostile_files_get_one_clear_sentence(
    name: str, verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, name, _scan() if name == "scan.pdf" else HOSTILE[name])
    assert main(["report", verb, str(path)]) == 2
    said = capsys.readouterr()
    assert (
        said.out == ""
        and said.err.count("\n") == 1
        and said.err.strip().endswith("。")
        and "Traceback" not in said.err
    )


def test_missing_file_and_folder_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "read", str(tmp_path / "none.txt")]) == 2
    assert "找不到文件" in capsys.readouterr().err
    assert main(["report", "read", str(tmp_path)]) == 2
    assert main(["report", "check", str(tmp_path)]) == 2


def test_encrypted_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from .pdfs import _file

    data = _file(["BT ET"]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>] /Encrypt << /Filter /Standard /V 2 /R 3"
        b" /Length 128 /P -3904 /O <" + b"AB" * 32 + b"> /U <" + b"CD" * 32 + b"> >>",
    )
    path = write(tmp_path, "locked.pdf", data)
    assert main(["report", "check", str(path)]) == 2
    assert "加密" in capsys.readouterr().err


def test_huge_files_are_refused_before_they_are_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "huge.docx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200_000_000)
    assert main(["report", "check", str(path)]) == 2
    assert "MB" in capsys.readouterr().err
    assert guard.MAX_BYTES < 200_000_000


def test_zip_bomb_is_refused_and_memory_stays_bounded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "bomb.docx", _bomb())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert main(["report", "check", str(path)]) == 2
    assert "体积异常" in capsys.readouterr().err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_scripts_are_never_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make("annual_2021", "F-html", 2)
    page = made.data.replace(
        b"<h1>", b"<script>document.write('<td>999</td>')</script><style>p{content:'888'}</style><h1>"
    )
    path = write(tmp_path, "page.html", page)
    assert main(["report", "read", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cells"] == made.cells


@pytest.fixture
def six(tmp_path: Path) -> Path:
    """The same report six times, and once as a file for which LibreOffice is asked."""
    folder = tmp_path / "six"
    folder.mkdir()
    text = report_text("全年共收到政府信息公开申请25件。", title="东河区教育局2023年政府信息公开工作年度报告")
    for name in "abcdef":
        write(folder, f"{name}.txt", text)
    write(folder, "g.rtf", b"{\\rtf1 a}")
    return folder


@pytest.mark.parametrize(
    ("does", "said"), [("exec sleep 60", "转换超过时限，已停止"), ("exit 1", "转换不成功")]
)
def test_a_converter_that_hangs_or_fails_ends_in_a_sentence_and_the_others_are_checked(
    six: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], does: str, said: str
) -> None:
    program = write(six.parent, "soffice", f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(program))
    monkeypatch.setattr(office, "MOST_SECONDS", 0.5)
    assert main(["report", "check", str(six), "--json"]) == 1
    bodies = json.loads(capsys.readouterr().out)["bodies"]
    assert [said in (one["trouble"] or "") for one in bodies] == [False] * 6 + [True]
    assert {one["year"] for one in bodies[:6]} == {2023}


def test_a_report_that_came_several_times_is_named_once_at_each(
    six: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (six / "g.rtf").unlink()
    assert main(["report", "check", str(six), "--json"]) == 0
    bodies = json.loads(capsys.readouterr().out)["bodies"]
    again = [[one for one in body["findings"] if one["code"] == "C03"] for body in bodies]
    assert [len(one) for one in again] == [1] * 6
    assert again[0][0]["message"].startswith(
        "与 b.txt、c.txt、d.txt、e.txt、f.txt 同为东河区教育局2023年度报告"
    )
    write(six, "h.txt", (six / "a.txt").read_bytes())
    assert main(["report", "check", str(six)]) == 0
    assert "与 b.txt、c.txt、d.txt、e.txt、f.txt等6个文件 同为" in capsys.readouterr().out
