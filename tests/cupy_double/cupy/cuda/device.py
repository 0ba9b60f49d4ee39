from . import Device

__all__ = ["Device"]
