//! Cases as marked text, the promises of tokens on any text, and the tables checked against the stock grammars.

mod cases;
mod properties;
mod tables;
