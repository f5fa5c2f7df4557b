//! Layer 1: plain data, one type for each stage's result. No IO, and no methods that compute more
//! than a look at their own fields.

pub mod anatomy;
pub mod config;
pub mod count;
pub mod doc;
pub mod inputs;
pub mod measure;
pub mod output;
pub mod record;
pub mod sample;
pub mod site;
pub mod topic;
pub mod walk;
