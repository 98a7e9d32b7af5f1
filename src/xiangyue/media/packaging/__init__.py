"""From frames to numbered parts: parameter sets, fragmented MP4, the cutter, the text of playlists. Pure, sans I/O."""
