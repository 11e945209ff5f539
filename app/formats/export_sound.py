"""Writes sound files: libsndfile makes WAV and FLAC of what a synthesiser has rendered."""

from __future__ import annotations

import io
from typing import Any, Protocol

from app.domain import ExportOptions, Sketch
from app.domain.export_options import DEFAULT_FLAC_BITS, DEFAULT_WAV_BITS


class RenderAudio(Protocol):
    """A function that renders a sketch to sound."""

    def __call__(self, sketch: Sketch, *, sample_rate: int) -> tuple[Any, int]:
        """Return the samples, float32 [frames, 2], and their frames per second."""


def export_wav(sketch: Sketch, options: ExportOptions, render_audio: RenderAudio) -> bytes:
    """Return the sound of the sketch as a WAV file."""
    return _encoded(sketch, options, render_audio, "WAV", DEFAULT_WAV_BITS)


def export_flac(sketch: Sketch, options: ExportOptions, render_audio: RenderAudio) -> bytes:
    """Return the sound of the sketch as a FLAC file, which is compressed without loss."""
    return _encoded(sketch, options, render_audio, "FLAC", DEFAULT_FLAC_BITS)


def _encoded(
    sketch: Sketch, options: ExportOptions, render_audio: RenderAudio, kind: str, usual_bits: int
) -> bytes:
    import soundfile

    samples, sample_rate = render_audio(sketch, sample_rate=options.sample_rate)
    subtype = f"PCM_{options.bits or usual_bits}"
    written = io.BytesIO()
    channels = samples.shape[1]
    with soundfile.SoundFile(written, "w", sample_rate, channels, subtype, format=kind) as file:
        if sketch.title:
            file.title = sketch.title
        if sketch.composer:
            file.artist = sketch.composer
        file.write(samples)
    return written.getvalue()
