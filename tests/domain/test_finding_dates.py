"""Dates found in running text: whole phrases, at their exact place, and nothing that only looks like a date."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_dates import DESIGN
from tracker.domain.dates import find_dates, parse_iso, read_date

PUBLISHED = parse_iso("2026-01-12")

PARAGRAPHS = [
    ("The company said on July 15, 2025 that it may march on with 10 years of data.", ["July 15, 2025"]),
    ("He met the minister between 12 March and 18 March 2024, records show.", ["between 12 March and 18 March 2024"]),
    ("By the end of 2025 the unit had lost 28% of its staff; LeCun, 65, left.", ["By the end of 2025"]),
    ("In mid-July 2025 Meta offered $300 million over 4 years.", ["mid-July 2025"]),
    ("Last Tuesday and again yesterday, officials declined to comment.", ["Last Tuesday", "yesterday"]),
    ("The law was passed in the 1990s and amended in early 2004.", ["1990s", "early 2004"]),
    ("Sales fell in the third quarter of 2025, then rose in Q4 2025.", ["third quarter of 2025", "Q4 2025"]),
    ("From July 15–18, 2025, 2,025 people met in room 2020.", ["July 15–18, 2025"]),
    ("Since 2019, the fund has paid 2000 euros a month for ten years.", ["Since 2019"]),
    ("The report (dated 2025-07-15) cites 3 sources. See RFC 2026 and ISO 8601.", ["2025-07-15"]),
    ("It opened on 3/4/2025 at 12:30, or so we were told.", ["3/4/2025"]),
    ("In the summer of 2024 the number was 50/50, 24/7.", ["summer of 2024"]),
    ("He was born in May 1975 and may be 50. May I ask?", ["May 1975"]),
    ("Three days ago the ministry denied it; two years ago it had confirmed it.", ["Three days ago", "two years ago"]),
    ("Earlier this month, and in recent weeks, prices rose 5 percent.", ["Earlier this month", "recent weeks"]),
    (
        "The mayor spoke before June 2020; after September 11, 2001 everything changed.",
        ["before June 2020", "after September 11, 2001"],
    ),
    ("Tuesday, July 15, 2025 was hot. On Monday it rained. He sat in the sun.", ["Tuesday, July 15, 2025", "Monday"]),
    ("Circa 1450, printing began. Around 2013 he joined.", ["Circa 1450", "Around 2013"]),
    ("The 2024 election and the 2020 census are compared with 2018-2020.", ["2024", "2020", "2018-2020"]),
    ("2025年7月15日至18日,委員會在台北開會,約4年3億美元。", ["2025年7月15日至18日"]),
    ("民國114年7月15日,法院判決;被告28歲,刑期十年。", ["民國114年7月15日"]),
    ("這項計畫從2019年開始,2023年至2025年投入143億美元。", ["從2019年", "2023年至2025年"]),
    ("他昨天表示,上週二已經辭職,去年底就有預兆。", ["昨天", "上週二", "去年底"]),
    ("公司在2025年第三季虧損3億,2025年下半年裁員10%。", ["2025年第三季", "2025年下半年"]),
    ("近日有網友爆料,三天前的照片是假的。", ["近日", "三天前"]),
    ("二〇二五年七月中旬,他挖來兩名研究員,耗時十年。", ["二〇二五年七月中旬"]),
    ("1月4日晚間,田淵棟發文;7月底至8月初再次發文。", ["1月4日晚間", "7月底至8月初"]),
    ("2024年9月之前沒有人知道;2013年左右他加入。", ["2024年9月之前", "2013年左右"]),
    ("2026年春季發布,今年上半年量產,明年上市。", ["2026年春季", "今年上半年", "明年"]),
    ("截至2025年7月,已有2025人報名,佔20.25%。", ["截至2025年7月"]),
    ("2025年10月3日晚間,警方通報;同年12月起訴。", ["2025年10月3日晚間"]),
    ("2025/07/15公布,2025-07-16更正。", ["2025/07/15", "2025-07-16"]),
    ("1980年代出生的人,十九世紀末的建築。", ["1980年代", "十九世紀末"]),
    (
        "On the morning of July 15, he left; in late 2024 or early 2025 he returned.",
        ["July 15", "late 2024", "early 2025"],
    ),
    ("He left office on 31 December 2024 and moved in January.", ["31 December 2024", "January"]),
    ("The ruling of 15.07.2025 was appealed by August 1.", ["15.07.2025", "by August 1"]),
    ("From 2019 to 2021 he worked there; 2019–21 were hard years.", ["From 2019 to 2021", "2019–21"]),
    (
        "Next week and next year, more is expected; the week of July 14 was quiet.",
        ["Next week", "next year", "week of July 14"],
    ),
]
# Accepted in a date field; in a text they may mean anything.
BARE = {"下半年", "上半年", "第三季", "Q3"}
NOTHING = [
    "GPT-4, o1 and Llama 4 scored 1417 on the test; version 3.5 came later.",
    "She may return. They march. The second half of the match was dull. March on!",
    "Call 0912-345-678 or see page 1999 of volume 2.",
    "The 12th edition; the 4th floor; a 3rd party; 1st place; 100 days of rain.",
    "The price was 2024 dollars; at 1999 points the index closed.",
    "中國大陸的初中學生,年中無休的中旬刊,一日三餐,三月不知肉味。",
    "今年28歲的他,每年10月都會回家,第2季影集好看。",
    "這份工作做了三個月,過去十年間換了兩次。",
    "約4年3億美元",
    "耗時十年建立",
    "這個28歲的年輕人",
    "不過一年時間",
    "只剩2個月",
    "2個月後上線",
    "Scale AI49%的股權",
    "o1模型",
    "He earned 2020 dollars in 12 months.",
    "It took 45 minutes, at 3.5 times the cost of Llama 4.",
    "You may march in the sun.",
    "Every Monday and each July they meet.",
    "每週三與每年10月",
    "同年12月起訴",
    "今年28歲",
]


@pytest.mark.parametrize(("text", "phrases"), PARAGRAPHS)
def test_the_dates_a_journalist_would_underline_are_found_whole(text: str, phrases: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_dates(text, PUBLISHED)] == phrases


@pytest.mark.parametrize("phrase", [row[0] for row in DESIGN if row[0] not in BARE])
def test_what_is_read_alone_is_found_whole_in_a_sentence(phrase: str) -> None:
    text = f"He said, {phrase}, that it was so." if phrase[0].isascii() else f"他說，{phrase}，事情發生了。"
    assert [text[found.start : found.end] for found in find_dates(text, PUBLISHED)] == [phrase]


@pytest.mark.parametrize("text", NOTHING)
def test_durations_ages_amounts_verbs_and_model_names_are_no_dates(text: str) -> None:
    assert find_dates(text, PUBLISHED) == []


def test_a_date_broken_over_two_lines_is_found_at_its_place() -> None:
    text = "The law passed on July\n15,  2025, they said;\n\n2020 was another year."
    found = find_dates(text, PUBLISHED)
    assert [text[hit.start : hit.end] for hit in found] == ["July\n15,  2025", "2020"]
    assert [hit.date.edtf for hit in found] == ["2025-07-15", "2020"]


def test_an_ambiguous_date_in_a_text_is_found_and_asked_about() -> None:
    (found,) = find_dates("It opened on 3/4/2025.", PUBLISHED)
    assert sorted(reading.edtf for reading in found.date.readings) == ["2025-03-04", "2025-04-03"]


def test_full_width_and_traditional_words_keep_their_places() -> None:
    text = "　據報導，２０２５年７月１５日至１８日，他於台北。"
    (found,) = find_dates(text, PUBLISHED)
    assert text[found.start : found.end] == "２０２５年７月１５日至１８日"
    assert found.date.edtf == "2025-07-15/2025-07-18"


PIECES = [word for text, phrases in PARAGRAPHS for word in (*phrases, text[:9])] + [
    " ",
    "\n",
    "\n\n",
    "，",
    "\ud800",
    "\0",
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_every_find_is_in_order_and_reads_the_same_alone(text: str) -> None:
    end = 0
    for found in find_dates(text, PUBLISHED):
        assert end <= found.start < found.end <= len(text)
        assert found.date == read_date(text[found.start : found.end], PUBLISHED)
        assert found.date.edtf or found.date.readings
        end = found.end
