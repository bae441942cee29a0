//! Microversions: two integers, and the closed ranges of them in which things exist.

mod number;
mod window;

pub use number::Version;
pub use window::Window;
