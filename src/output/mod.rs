//! From artwork to bytes.

pub mod pdf;
