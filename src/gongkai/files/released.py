"""The original of a document for the public: cleaned of what nobody sees, and proved by reading it again."""

from __future__ import annotations

from gongkai.exceptions import Unreadable
from gongkai.files import door
from gongkai.files.document import Document, all_text
from gongkai.files.pdf import released as pdf
from gongkai.files.word import released as word

_CLEANERS = {"docx": word.released, "pdf": pdf.released}
# Seen by everybody who opens the file, and no part of the running text.
_SEEN = {"margin"}
# Of a PDF nobody can take these out; of a Word file the cleaner does, and the second reading proves it.
_FOR_GOOD = {"pdf"}


def released(data: bytes, reading: Document | None = None) -> bytes:
    """A copy that says the same and hides nothing. reading: what a reader already made of these bytes.

    Unreadable with one sentence (why it is not offered) for other kinds and for what cannot be cleaned.
    """
    before = reading or door.read(data)
    clean = _CLEANERS.get(before.kind)
    if clean is None:
        raise Unreadable("只有 Word（docx）和 PDF 原件提供下载。")
    if before.kind in _FOR_GOOD and any(one.code not in _SEEN for one in before.hidden):
        raise Unreadable("原件里有看不见的内容，去不干净，所以不提供下载。")
    try:
        made = clean(data)
    except Unreadable as error:
        raise Unreadable(f"原件{error.sentence.rstrip('。')}，所以不提供下载。") from error
    after = door.read(made)
    if any(one.code not in _SEEN for one in after.hidden) or all_text(after.blocks) != all_text(
        before.blocks
    ):
        raise Unreadable("原件里有修订痕迹或看不见的内容，去不干净，所以不提供下载；请接受全部修订后再传。")
    return made
