"""The witness slips in public: to be read, printed, subscribed to, and kept by others."""
