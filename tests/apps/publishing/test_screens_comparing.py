"""Two versions side by side: runs of characters, not single ones."""

from gongkai.apps.publishing.comparing import changed, compare, words


def joined(pieces, *kinds):
    return "".join(p.text for p in pieces if p.kind in kinds)


def test_both_texts_can_be_read_back_from_the_comparison():
    before, after = "学校应当在开学前公示收费项目", "各学校须在开学后公示全部收费项目和标准"
    pieces = words(before, after)
    assert joined(pieces, "same", "old") == before
    assert joined(pieces, "same", "new") == after


def test_a_single_kept_character_does_not_break_a_change_in_two():
    kinds = [p.kind for p in words("由区教育局责令改正", "由市局通报并责令改正")]
    assert kinds == ["same", "old", "new", "same"]


def test_paragraphs_added_and_removed_stand_alone():
    rows = compare("一、甲\n二、乙\n三、丙", "一、甲\n三、丙\n四、丁丁丁丁")
    assert [(r.kind, r.pieces[0].text) for r in rows] == [
        ("same", "一、甲"), ("old", "二、乙"), ("same", "三、丙"), ("new", "四、丁丁丁丁"),
    ]  # fmt: skip
    assert changed(rows) == 2


def test_equal_texts_have_no_change():
    assert changed(compare("一\n二", "一\n\n二")) == 0
