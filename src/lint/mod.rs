//! Questions asked of the finished model, one file a rule: its words and the code that asks. A new rule is a
//! new file and its name in [`LINTS`].

mod body_on_get;
mod context;
mod dictionary_type_alias;
mod directive_end_missing;
mod directive_malformed;
mod directive_unknown;
mod document_orphan;
mod entry_unused;
mod example_missing;
mod fitting;
#[cfg(test)]
mod fixture;
mod header_case;
mod method_unknown;
mod method_unlikely;
mod operation_duplicate;
mod path_parameter_misplaced;
mod path_parameter_not_in_url;
mod path_parameter_optional;
mod path_parameter_spelling;
mod path_parameter_undocumented;
mod path_segment_odd;
mod path_shape_conflict;
mod query_parameters_alike;
mod query_row_in_body;
mod response_row_misplaced;
mod row_duplicate;
mod row_outside_version;
mod row_type_conflict;
mod row_unplaced;
mod sample_call;
mod sample_misplaced;
mod sample_object_undocumented;
mod sample_reference_key;
mod sample_status_without_body;
mod sample_unreferenced;
mod status_code_misfiled;
mod status_code_missing;
mod status_code_unlikely;
mod table_missing;
mod title_underline_short;
mod version_beyond_ceiling;

pub(crate) use context::{Context, Lint, check, rules};
pub(crate) use entry_unused::RULE as ENTRY_UNUSED;

/// Every rule of this layer.
pub(crate) static LINTS: &[&Lint] = &[
    &body_on_get::LINT,
    &dictionary_type_alias::LINT,
    &directive_end_missing::LINT,
    &directive_malformed::LINT,
    &directive_unknown::LINT,
    &document_orphan::LINT,
    &entry_unused::LINT,
    &example_missing::LINT,
    &header_case::LINT,
    &method_unknown::LINT,
    &method_unlikely::LINT,
    &operation_duplicate::LINT,
    &path_parameter_misplaced::LINT,
    &path_parameter_not_in_url::LINT,
    &path_parameter_optional::LINT,
    &path_parameter_spelling::LINT,
    &path_parameter_undocumented::LINT,
    &path_segment_odd::LINT,
    &path_shape_conflict::LINT,
    &query_parameters_alike::LINT,
    &query_row_in_body::LINT,
    &response_row_misplaced::LINT,
    &row_duplicate::LINT,
    &row_outside_version::LINT,
    &row_type_conflict::LINT,
    &row_unplaced::LINT,
    &sample_call::LINT,
    &sample_misplaced::LINT,
    &sample_object_undocumented::LINT,
    &sample_reference_key::LINT,
    &sample_status_without_body::LINT,
    &sample_unreferenced::LINT,
    &status_code_misfiled::LINT,
    &status_code_missing::LINT,
    &status_code_unlikely::LINT,
    &table_missing::LINT,
    &title_underline_short::LINT,
    &version_beyond_ceiling::LINT,
];
