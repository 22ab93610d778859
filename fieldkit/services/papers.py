"""Enrolment papers as they are carried between laptops: whose device asks, and reading them with suspicion."""

from pathlib import Path

from fieldkit import canonical
from fieldkit.crypto import sealing, signing
from fieldkit.domain.people import Device, EnrolAnswer, EnrolRequest, SignedRequest, request_message
from fieldkit.errors import Code, Refusal
from fieldkit.services.input import read_up_to
from fieldkit.store.keyring import Identity

_MAX_REQUEST = 16 * 1024
_MAX_ANSWER = 32 * 1024 * 1024


def read_file(path: Path) -> bytes:
    """The bytes of a request or an answer; one byte too many of a file that is too large to be either.

    Raises Refusal (FILE_MISSING, FILE_UNREADABLE).
    """
    return read_up_to(path, _MAX_ANSWER)


def own_device(identity: Identity, code: str) -> Device:
    """This device as the roster of `code` should name it."""
    return Device(
        id=identity.device,
        member=code,
        sign_key=signing.public_key(identity.sign_seed),
        recipient=sealing.recipient_of(identity.age_identity),
    )


def asking_device(asked: EnrolRequest) -> Device:
    """The device that a request asks for."""
    return Device(id=asked.device, member=asked.code, sign_key=asked.sign_key, recipient=asked.recipient)


def read_request(untrusted: bytes) -> EnrolRequest:
    """A request that the asking device itself signed. Raises Refusal(PROJECT_REQUEST_DAMAGED)."""
    if len(untrusted) > _MAX_REQUEST:
        raise Refusal(Code.PROJECT_REQUEST_DAMAGED)
    try:
        signed = canonical.decode(untrusted, SignedRequest)
        sealing.check_recipient(signed.request.recipient)
    except (canonical.NotCanonicalError, sealing.BadRecipient):
        raise Refusal(Code.PROJECT_REQUEST_DAMAGED) from None
    request = signed.request
    if not signing.verify(request.sign_key, request_message(request), signed.signature):
        raise Refusal(Code.PROJECT_REQUEST_DAMAGED)
    return request


def read_answer(untrusted: bytes, identity: str) -> EnrolAnswer:
    """An answer sealed to `identity`. Raises Refusal (PROJECT_ANSWER_NOT_FOR_YOU, PROJECT_ANSWER_DAMAGED)."""
    try:
        return canonical.decode(sealing.open_sealed(untrusted, identity, limit=_MAX_ANSWER), EnrolAnswer)
    except sealing.NotForYou:
        raise Refusal(Code.PROJECT_ANSWER_NOT_FOR_YOU) from None
    except (sealing.SealError, canonical.NotCanonicalError):
        raise Refusal(Code.PROJECT_ANSWER_DAMAGED) from None
