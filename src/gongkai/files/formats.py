"""Which formats there are, which of them this installation reads, and what is missing for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.files import office
from gongkai.files.scan import recogniser

_OFFICE = "LibreOffice（系统软件，不随本平台安装）：在 Debian 上执行 make setup-office，其他系统装好后 soffice 命令可用即可"


@dataclass(frozen=True)
class Format:
    """A group of formats. there: whether what it needs is installed; missing: what to install, in Chinese."""

    name: str
    endings: tuple[str, ...]
    there: Callable[[], bool] = lambda: True
    missing: str = ""


def _office() -> bool:
    return office.program() is not None


FORMATS = (
    Format("Word（docx、单个 XML 的 Word）", ("docx", "xml")),
    Format("旧版 Word 和 WPS 文字（doc、wps）", ("doc", "wps")),
    Format("网页（html、htm、mht）", ("html", "htm", "mht", "mhtml")),
    Format("文本（txt、md；UTF-8、UTF-16、GB18030、Big5）", ("txt", "md", "markdown")),
    Format("有文字层的 PDF 和版式文件（pdf、ofd）", ("pdf", "ofd")),
    Format("表格（xlsx、xls、et、ods）", ("xlsx", "xls", "et", "ods")),
    Format("RTF 和开放文档（rtf、odt）", ("rtf", "odt"), _office, _OFFICE),
    Format("二进制的 Excel 表格（xlsb）", ("xlsb",), _office, _OFFICE),
    Format(
        "扫描件和照片（jpg、png、tif、gif，PDF 里的图像页；读自图像，请核对）",
        ("jpg", "jpeg", "png", "tif", "tiff", "gif"),
        lambda: recogniser.available(),
        recogniser.MISSING,
    ),
)


def endings() -> frozenset[str]:
    """The endings of all formats, also of those that need something more: a file of those is read or refused by name."""
    return frozenset(ending for one in FORMATS for ending in one.endings)


def readable() -> frozenset[str]:
    """The endings of what is read here."""
    return frozenset(ending for one in FORMATS if one.there() for ending in one.endings)
