"""E-mail addresses and names in social networks, as written and as told (`собака`, `точка`)."""

import re
from collections.abc import Iterator

from fieldkit.domain.linting import Kind
from fieldkit.privacy.found import Found

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w][\w.+-]{0,63}"
    r"(?:@ ?| @ |\s?[\[({]\s?(?:at|собака|эт)\s?[\])}]\s?|\s(?:собака|собачка|эт|ет|кучукча|kuchukcha|ит белгиси)\s)"
    r"[\w-]{2,63}"
    r"(?:(?:\.|\s?[\[({]\s?(?:dot|точка)\s?[\])}]\s?|\s(?:dot|точка|нуқта|nuqta|чекит|нүкте)\s)[\w-]{2,63}){1,4}(?!\w)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64}\sat\s[\w-]{2,63}(?:\.|\s(?:dot|точка)\s)(?:ru|kz|kg|uz|tj|com|org|net|tm|su)(?!\w)",
    re.IGNORECASE,
)
"""`at` is a word of its own in English: only a known ending makes an address of it."""
_MENTION = re.compile(r"(?<![\w@./])@[A-Za-zА-Яа-яЁё_][\w.]{2,40}(?<!\.)")
_NETWORKS = (
    r"t\.me|telegram\.me|telegram\.dog|vk\.com|vkontakte\.ru|m\.vk\.com|instagram\.com|instagr\.am|facebook\.com|"
    r"fb\.com|fb\.me"
    r"|m\.facebook\.com|ok\.ru|odnoklassniki\.ru|wa\.me|api\.whatsapp\.com|tiktok\.com|twitter\.com|x\.com|youtube\.com"
    r"|my\.mail\.ru|viber\.me|imo\.im|linkedin\.com|threads\.net"
)
_LINK = re.compile(
    rf"(?<![\w.@-])(?:https?://)?(?:www\.)?(?:{_NETWORKS})/[\w.@%?=&+/-]{{2,120}}(?<![.?/])", re.IGNORECASE
)
_NETWORK_WORD = (
    r"телеграм\w{0,3}|телега|телеге|телегу|тг|тележк\w|telegram\w{0,3}|tg|инстаграм\w{0,3}|инста|инсте|инсту|"
    r"instagram\w{0,3}|insta|"
    r"вконтакте|вк|vk|фейсбук\w{0,2}|фб|facebook|fb|одноклассник\w{1,3}|ок|тикток\w?|tiktok|skype|скайп\w?|"
    r"твиттер\w?|twitter|"
    r"вайбер\w?|viber|whatsapp|ватсап\w?|вотсап\w?|снапчат|snapchat|discord|дискорд|imo|имо|ник|никнейм|логин|username|"
    r"user name|nick|аккаунт\w{0,2}|akkaunt|аккаунти|profile|профиль"
)
_NAMED = re.compile(
    rf"(?<!\w)(?:{_NETWORK_WORD})(?:\s?[:=-]\s?|\s(?:[:-]\s)?)(?:(?:ник|логин|nick|username|аккаунт|он|она|это|is|"
    rf"id)\s?[:-]?\s?)?"
    r"(?P<handle>(?:live:)?@?[A-Za-z_][A-Za-z0-9_.-]{3,40}(?<![.-]))",
    re.IGNORECASE,
)
_ORDINARY = re.compile(r"@|[\d_.:]")
"""A bare word behind the name of a network is a handle only if it does not look like a word."""
_NUMBERED = re.compile(
    rf"(?<!\w)(?:{_NETWORK_WORD})\s?[:=-]?\s?(?P<handle>(?:id|club|public)\s?\d{{3,15}})(?!\w)", re.IGNORECASE
)
_BARE_ID = re.compile(r"(?<![\w/.])id\d{6,12}(?!\w)")
_WITH_COLON = re.compile(r"[:=]")


def find(text: str) -> Iterator[Found]:
    """E-mail addresses, links to profiles and handles."""
    if "@" in text or "собак" in text.lower() or " at" in text or "uchukcha" in text or "[" in text or "(" in text:
        for pattern in (_EMAIL, _TOLD):
            yield from (Found(match.start(), match.end(), Kind.EMAIL) for match in pattern.finditer(text))
    yield from (Found(match.start(), match.end(), Kind.HANDLE) for match in _MENTION.finditer(text))
    yield from (Found(match.start(), match.end(), Kind.HANDLE) for match in _LINK.finditer(text))
    for match in _NAMED.finditer(text):
        start, end = match.span("handle")
        if _ORDINARY.search(match["handle"]) or _WITH_COLON.search(text, match.start(), start):
            yield Found(start, end, Kind.HANDLE)
    for pattern in (_NUMBERED, _BARE_ID):
        for match in pattern.finditer(text):
            start, end = match.span("handle") if pattern is _NUMBERED else match.span()
            yield Found(start, end, Kind.HANDLE)
