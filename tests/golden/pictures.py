"""Golden values for the augmentation of pictures: PyTorch's interpolation, torchvision's colours.

    pip install torch numpy
    python tests/golden/pictures.py > tests/golden/pictures.json

torchvision itself is not needed: its three colour changes are written out as `_blend` of
torchvision/transforms/_functional_tensor.py has them.
"""

import json
import math

import torch
import torch.nn.functional as F

HEIGHT, WIDTH = 4, 6
generator = torch.Generator().manual_seed(1)
picture = torch.rand(3, HEIGHT, WIDTH, generator=generator)


def rotate(degrees):
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    # The grid is measured in halves of each side, so the sides come in.
    theta = torch.tensor([[cos, -sin * HEIGHT / WIDTH, 0], [sin * WIDTH / HEIGHT, cos, 0]])
    grid = F.affine_grid(theta[None], [1, 3, HEIGHT, WIDTH], align_corners=False)
    return F.grid_sample(picture[None], grid, mode="bilinear", padding_mode="zeros", align_corners=False)[0]


def crop(top, left, height, width):
    region = picture[:, top : top + height, left : left + width]
    return F.interpolate(region[None], size=(HEIGHT, WIDTH), mode="bilinear", align_corners=False)[0]


def blend(image, other, factor):
    return (factor * image + (1 - factor) * other).clamp(0, 1)


def grey(image):
    r, g, b = image.unbind(0)
    return (0.2989 * r + 0.587 * g + 0.114 * b)[None]


def colour(brightness, contrast, saturation):
    image = blend(picture, torch.zeros_like(picture), brightness)
    image = blend(image, grey(image).mean(), contrast)
    return blend(image, grey(image), saturation)


def numbers(image):
    return [round(float(x), 7) for x in image.permute(1, 2, 0).flatten()]


REGION = dict(top=1, left=2, height=2, width=3)
FACTORS = dict(brightness=1.2, contrast=0.7, saturation=1.3)
print(
    json.dumps(
        {
            "torch": torch.__version__.split("+")[0],
            "layout": {"frames": 1, "height": HEIGHT, "width": WIDTH, "channels": 3},
            "picture": numbers(picture),
            "rotation": [
                {"degrees": degrees, "pixels": numbers(rotate(degrees))} for degrees in (20, -90, 180)
            ],
            "crop": {"region": REGION, "pixels": numbers(crop(**REGION))},
            "colour": {"factors": FACTORS, "pixels": numbers(colour(**FACTORS))},
        }
    )
)
