//! The command line. Not its work.

fn main() {}
