//! Words to outlines that fit.
mod case;
mod lines;
mod outline;
mod prepare;
mod segment;
mod shape;
