"""Keeps to the plugins of Qt that a desktop program of widgets needs.

Left out before PyInstaller follows their libraries: the theme of GTK alone would bring forty, and
copies of a system's libraries may not fit another system. Its file dialogs come by the portal.
"""

from pathlib import PurePath

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

UNUSED_FOLDERS = {"generic", "egldeviceintegrations", "wayland-inputdevice-integration"}
UNUSED = (
    *("eglfs", "linuxfb", "minimalegl", "vkkhrdisplay", "vnc", "wayland-brcm"),
    *("gtk3", "webp", "tiff", "icns", "tga", "wbmp", "pdf", "virtualkeyboard"),
)
"""Screens without a desktop, GTK, and kinds of pictures that Motivo has none of."""


def is_needed(plugin: str) -> bool:
    """Tell whether Motivo may load this file."""
    path = PurePath(plugin)
    return path.parent.name not in UNUSED_FOLDERS and not any(name in path.stem for name in UNUSED)


hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [(source, folder) for source, folder in binaries if is_needed(source)]
