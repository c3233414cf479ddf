//! Vector PDF from artwork.
