"""What encoders send, understood: RTMP bytes in, codecs and frames out. Only `encoder` and `listener` know a socket."""
