use serde_json::{Map, Value, json};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{Object, Schema, SchemaType, Type};
use utoipa::openapi::{RefOr, Required};

use super::View;
use crate::config::MicroversionKind;
use crate::reference::{USUAL_HEADER, VersionPolicy};

/// The name of the parameter among the components.
pub(super) const COMPONENT: &str = "OpenStackApiVersion";

/// The name of the header that a service reads.
pub(super) fn header_name(policy: &VersionPolicy) -> &str {
    policy.header.as_deref().unwrap_or(USUAL_HEADER)
}

/// The request header of a service that negotiates; none for one that only states its version.
pub(super) fn header(policy: &VersionPolicy, view: View) -> Option<Parameter> {
    if policy.kind != MicroversionKind::Negotiated {
        return None;
    }
    // The usual header names the service, since it may ask several at once; one of a service's own does not.
    let (header, prefix) = match (&policy.header, &policy.service_name) {
        (Some(own), _) => (own.as_str(), String::new()),
        (None, Some(service)) => (USUAL_HEADER, format!("{service} ")),
        (None, None) => return None,
    };
    let mut schema = Object::new();
    schema.schema_type = SchemaType::Type(Type::String);
    let mut parameter = Parameter::new(header);
    parameter.parameter_in = ParameterIn::Header;
    match view {
        View::At(version) => {
            schema.enum_values = Some(vec![json!(format!("{prefix}{version}"))]);
            // Without the header the lowest version answers.
            parameter.required = if version == policy.floor { Required::False } else { Required::True };
            parameter.description =
                Some(format!("The microversion that this document describes: {version}."));
        }
        View::All => {
            schema.pattern = Some(format!("^{prefix}([1-9][0-9]*\\.(0|[1-9][0-9]*)|latest)$"));
            parameter.required = Required::False;
            parameter.description = Some(format!(
                "The microversion to use, from {} to {}; without the header it is {}.",
                policy.floor, policy.ceiling, policy.floor
            ));
        }
    }
    parameter.schema = Some(RefOr::T(Schema::Object(schema)));
    Some(parameter)
}

/// What a document says about its versions as a whole.
pub(super) fn extension(policy: &VersionPolicy, view: View) -> Value {
    let mut members = Map::new();
    if let Some(service_type) = &policy.service_type {
        members.insert("service-type".to_owned(), json!(service_type));
    }
    if let View::At(version) = view {
        members.insert("microversion".to_owned(), json!(version.to_string()));
    }
    members.insert("floor".to_owned(), json!(policy.floor.to_string()));
    members.insert("ceiling".to_owned(), json!(policy.ceiling.to_string()));
    Value::Object(members)
}
