//! The job templates that AWS provides: names, parameters and documents as its developer guide shows them, so that
//! the AWS IoT Device Client understands the jobs.

use base::cut_page;
use jobs::Plan;
use model::iot::{
    DescribeManagedJobTemplateRequest, DescribeManagedJobTemplateResponse, DocumentParameter,
    ListManagedJobTemplatesRequest, ListManagedJobTemplatesResponse, ManagedJobTemplateSummary,
};
use serde_json::{Value, json};

use super::job_templates::not_found;
use super::support::{page, split};
use crate::cloud::Cloud;
use crate::error::ApiError;
use crate::pipeline::{Call, Handlers};

pub(super) fn table() -> Handlers<Cloud> {
    use model::iot::op;
    crate::handlers! {
        op::LIST_MANAGED_JOB_TEMPLATES => sync list_managed_job_templates, partial("the seven templates of the developer guide are there; AWS has added others");
        op::DESCRIBE_MANAGED_JOB_TEMPLATE => sync describe_managed_job_template, partial("the seven templates of the developer guide are there; AWS has added others");
    }
}

/// A template. All are for Linux and have one version.
struct Template {
    /// Behind `AWS-`; also the name of the document's action.
    action: &'static str,
    purpose: &'static str,
    handler: &'static str,
    /// The parameters that it needs.
    parameters: &'static [Parameter],
}

struct Parameter {
    key: &'static str,
    description: &'static str,
    regex: &'static str,
    example: &'static str,
}

const VERSION: &str = "1.0";
const ANY: &str = "(.*?)";

const PACKAGES: Parameter = Parameter {
    key: "packages",
    description: "Names of applications, separated by spaces.",
    regex: ANY,
    example: "git vim",
};
const SERVICES: Parameter = Parameter {
    key: "services",
    description: "Names of services, separated by spaces.",
    regex: ANY,
    example: "nginx cron",
};
const DOWNLOAD_URL: Parameter = Parameter {
    key: "downloadUrl",
    description: "Where the file is downloaded from.",
    regex: ANY,
    example: "http://www.example.com/index.html",
};
const FILE_PATH: Parameter = Parameter {
    key: "filePath",
    description: "Where the device puts the file.",
    regex: ANY,
    example: "/path/to/file",
};
/// What every template takes and none needs.
const OPTIONAL: [Parameter; 2] = [
    Parameter {
        key: "runAsUser",
        description: "The user that runs the handler; that of the device's client when absent.",
        regex: "(.){0,256}",
        example: "user1",
    },
    Parameter {
        key: "pathToHandler",
        description: "The handler's directory on the device; that of the device's client when absent.",
        regex: "(.){0,4096}",
        example: "/path/to/handler/script",
    },
];

const TEMPLATES: [Template; 7] = [
    Template {
        action: "Download-File",
        purpose: "downloading a file",
        handler: "download-file.sh",
        parameters: &[DOWNLOAD_URL, FILE_PATH],
    },
    Template {
        action: "Install-Application",
        purpose: "installing one or more applications",
        handler: "install-packages.sh",
        parameters: &[PACKAGES],
    },
    Template { action: "Reboot", purpose: "rebooting the device", handler: "reboot.sh", parameters: &[] },
    Template {
        action: "Remove-Application",
        purpose: "uninstalling one or more applications",
        handler: "remove-packages.sh",
        parameters: &[PACKAGES],
    },
    Template {
        action: "Restart-Application",
        purpose: "restarting one or more system services",
        handler: "restart-services.sh",
        parameters: &[SERVICES],
    },
    Template {
        action: "Start-Application",
        purpose: "starting one or more system services",
        handler: "start-services.sh",
        parameters: &[SERVICES],
    },
    Template {
        action: "Stop-Application",
        purpose: "stopping one or more system services",
        handler: "stop-services.sh",
        parameters: &[SERVICES],
    },
];

impl Template {
    fn name(&self) -> String {
        format!("AWS-{}", self.action)
    }

    fn description(&self) -> String {
        format!("A managed job template for {}.", self.purpose)
    }

    /// Managed templates belong to no account (api-facts.md §1).
    fn arn(&self, call: &Call<Cloud>) -> String {
        let region = &call.tenant().region;
        format!("arn:{}:iot:{region}::jobtemplate/AWS-{}:{VERSION}", region.partition(), self.action)
    }

    fn document(&self) -> String {
        let place = |key: &str| Value::from(format!("${{aws:iot:parameter:{key}}}"));
        let mut input = json!({"handler": self.handler});
        if !self.parameters.is_empty() {
            input["args"] = self.parameters.iter().map(|parameter| place(parameter.key)).collect();
        }
        input["path"] = place("pathToHandler");
        let action = json!({"name": self.action, "type": "runHandler", "input": input,
            "runAsUser": place("runAsUser")});
        json!({"version": "1.0", "steps": [{"action": action}]}).to_string()
    }
}

fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name() == name)
}

/// What a managed template gives a job; `None` when the ARN is none of a managed template. Optional parameters that
/// are absent are filled in as empty texts, which the Device Client takes for its defaults.
///
/// # Errors
/// InvalidRequestException for a parameter that is missing or unknown.
pub(super) fn plan_of(
    call: &Call<Cloud>,
    template_arn: &str,
    parameters: &[(String, String)],
) -> Result<Option<Plan>, ApiError> {
    let Some(template) = TEMPLATES.iter().find(|template| template.arn(call) == template_arn) else {
        return Ok(None);
    };
    let known = || template.parameters.iter().chain(&OPTIONAL);
    if let Some((key, _)) = parameters.iter().find(|(key, _)| known().all(|parameter| parameter.key != key)) {
        let text = format!("The job template {} has no parameter {key}.", template.name());
        return Err(ApiError::invalid_request(text));
    }
    let given = |key: &str| parameters.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    if let Some(missing) = template.parameters.iter().find(|parameter| given(parameter.key).is_none()) {
        let text = format!("The job template {} needs the parameter {}.", template.name(), missing.key);
        return Err(ApiError::invalid_request(text));
    }
    let filled =
        known().map(|parameter| (parameter.key.to_owned(), given(parameter.key).unwrap_or_default()));
    Ok(Some(Plan {
        document: template.document(),
        parameters: filled.collect(),
        description: Some(template.description()),
        template_arn: Some(template_arn.into()),
        ..Plan::default()
    }))
}

fn list_managed_job_templates(
    call: &Call<Cloud>,
    input: ListManagedJobTemplatesRequest,
) -> Result<ListManagedJobTemplatesResponse, ApiError> {
    let wanted =
        |template: &&Template| input.template_name.as_ref().is_none_or(|name| template.name() == *name);
    let found = cut_page(
        TEMPLATES.iter().filter(wanted),
        &page(input.max_results, input.next_token),
        |template| template.name(),
        |template, last| template.name().as_str() > last,
        |template| template,
    )?;
    let (managed_job_templates, next_token) = split(found, |template| ManagedJobTemplateSummary {
        template_arn: Some(template.arn(call)),
        template_name: Some(template.name()),
        description: Some(template.description()),
        environments: Some(vec!["LINUX".into()]),
        template_version: Some(VERSION.into()),
    });
    Ok(ListManagedJobTemplatesResponse { managed_job_templates, next_token })
}

fn describe_managed_job_template(
    call: &Call<Cloud>,
    input: DescribeManagedJobTemplateRequest,
) -> Result<DescribeManagedJobTemplateResponse, ApiError> {
    let template = find(&input.template_name).ok_or_else(not_found)?;
    if input.template_version.is_some_and(|version| version != VERSION) {
        return Err(not_found());
    }
    let shown = |optional: bool| {
        move |parameter: &Parameter| DocumentParameter {
            key: Some(parameter.key.into()),
            description: Some(parameter.description.into()),
            regex: Some(parameter.regex.into()),
            example: Some(parameter.example.into()),
            optional: Some(optional),
        }
    };
    let parameters = template.parameters.iter().map(shown(false)).chain(OPTIONAL.iter().map(shown(true)));
    Ok(DescribeManagedJobTemplateResponse {
        template_name: Some(template.name()),
        template_arn: Some(template.arn(call)),
        description: Some(template.description()),
        template_version: Some(VERSION.into()),
        environments: Some(vec!["LINUX".into()]),
        document_parameters: Some(parameters.collect()),
        document: Some(template.document()),
    })
}
