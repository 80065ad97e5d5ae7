//! The fields of CSAF 2.0 and 2.1 documents, as shapes.
//!
//! Written from section 3 of the standard
//! (<https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html>). No field
//! beside these may be there: a misspelt field would otherwise go unread. CSAF
//! 2.1 is a draft still; here is what its public review version has.

use super::csaf_forms as form;
use super::csaf_shape::{Fields, Shape};

/// An object: its required fields, then all its fields.
macro_rules! object {
    ([$($required:literal),*], {$($name:literal: $shape:ident),* $(,)?} $(, $key:ident = $value:expr)*) => {
        Shape::Object(Fields {
            known: &[$(($name, &$shape)),*],
            $($key: $value,)*
            ..Fields { required: &[$($required),*], known: &[], open: false, count: (0, usize::MAX) }
        })
    };
}

/// A list of at least one item.
const fn list(of: &'static Shape) -> Shape {
    Shape::List { least: 1, distinct: false, of }
}

/// A list of at least one item, all different.
const fn set(of: &'static Shape) -> Shape {
    Shape::List { least: 1, distinct: true, of }
}

const SOME: (usize, usize) = (1, usize::MAX);

static TEXT: Shape = Shape::Text;
static TEXTS: Shape = list(&TEXT);
static NAMES: Shape = set(&TEXT);
static URI: Shape = Shape::Form(form::is_uri, "a URI");
static URIS: Shape = list(&URI);
static TIME: Shape = Shape::Form(form::is_time, "a date and time (RFC 3339)");
static VERSION: Shape = Shape::Form(form::is_version, "a version (whole number or semantic)");
static LANGUAGE: Shape = Shape::Form(form::is_language_form, "a language tag");
static SCORE: Shape = Shape::Score;

static ACKNOWLEDGMENT: Shape = object!([], { "names": TEXTS, "organization": TEXT, "summary": TEXT, "urls": URIS }, count = SOME);
static ACKNOWLEDGMENTS: Shape = list(&ACKNOWLEDGMENT);

static NOTE_CATEGORY: Shape = Shape::OneOf(&["description", "details", "faq", "general", "legal_disclaimer", "other", "summary"]);
static NOTE: Shape = object!(["category", "text"],
    { "audience": TEXT, "category": NOTE_CATEGORY, "text": TEXT, "title": TEXT });
static NOTES: Shape = list(&NOTE);
static NOTE_21: Shape = object!(["category", "text"],
    { "audience": TEXT, "category": NOTE_CATEGORY, "group_ids": NAMES, "product_ids": NAMES, "text": TEXT, "title": TEXT });
static NOTES_21: Shape = list(&NOTE_21);

static REFERENCE_CATEGORY: Shape = Shape::OneOf(&["external", "self"]);
static REFERENCE: Shape = object!(["summary", "url"], { "category": REFERENCE_CATEGORY, "summary": TEXT, "url": URI });
static REFERENCES: Shape = list(&REFERENCE);

// --- /document

static SEVERITY: Shape = object!(["text"], { "namespace": URI, "text": TEXT });
static CATEGORY: Shape = Shape::Form(form::is_category, "a category name");
static VERSION_20: Shape = Shape::OneOf(&["2.0"]);
static VERSION_21: Shape = Shape::OneOf(&["2.1"]);

static LABEL: Shape = Shape::OneOf(&["AMBER", "GREEN", "RED", "WHITE"]);
static TLP: Shape = object!(["label"], { "label": LABEL, "url": URI });
static DISTRIBUTION: Shape = object!([], { "text": TEXT, "tlp": TLP }, count = SOME);
static LABEL_21: Shape = Shape::OneOf(&["AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED"]);
static TLP_21: Shape = object!(["label"], { "label": LABEL_21, "url": URI });
static GROUP_ID: Shape = Shape::Form(form::is_group_id, "the id of a sharing group (UUID version 4)");
static SHARING_GROUP: Shape = object!(["id"], { "id": GROUP_ID, "name": TEXT });
static DISTRIBUTION_21: Shape = object!(["tlp"], { "sharing_group": SHARING_GROUP, "text": TEXT, "tlp": TLP_21 });

static PUBLISHER_CATEGORY: Shape = Shape::OneOf(&["coordinator", "discoverer", "other", "translator", "user", "vendor"]);
static PUBLISHER: Shape = object!(["category", "name", "namespace"],
    { "category": PUBLISHER_CATEGORY, "contact_details": TEXT, "issuing_authority": TEXT, "name": TEXT, "namespace": URI });
static PUBLISHER_CATEGORY_21: Shape = Shape::OneOf(&["coordinator", "discoverer", "multiplier", "other", "translator", "user", "vendor"]);
static PUBLISHER_21: Shape = object!(["category", "name", "namespace"],
    { "category": PUBLISHER_CATEGORY_21, "contact_details": TEXT, "issuing_authority": TEXT, "name": TEXT, "namespace": URI });

static ENGINE: Shape = object!(["name"], { "name": TEXT, "version": TEXT });
static GENERATOR: Shape = object!(["engine"], { "date": TIME, "engine": ENGINE });
static ID: Shape = Shape::Form(form::is_id, "an identifier (one line, no blank around it)");
static REVISION: Shape = object!(["date", "number", "summary"],
    { "date": TIME, "legacy_version": TEXT, "number": VERSION, "summary": TEXT });
static HISTORY: Shape = list(&REVISION);
static STATUS: Shape = Shape::OneOf(&["draft", "final", "interim"]);
static TRACKING: Shape = object!(
["current_release_date", "id", "initial_release_date", "revision_history", "status", "version"],
{
    "aliases": NAMES, "current_release_date": TIME, "generator": GENERATOR, "id": ID,
    "initial_release_date": TIME, "revision_history": HISTORY, "status": STATUS, "version": VERSION,
});

static DOCUMENT: Shape = object!(["category", "csaf_version", "publisher", "title", "tracking"], {
    "acknowledgments": ACKNOWLEDGMENTS, "aggregate_severity": SEVERITY, "category": CATEGORY,
    "csaf_version": VERSION_20, "distribution": DISTRIBUTION, "lang": LANGUAGE, "notes": NOTES,
    "publisher": PUBLISHER, "references": REFERENCES, "source_lang": LANGUAGE, "title": TEXT,
    "tracking": TRACKING,
});
static DOCUMENT_21: Shape = object!(["category", "csaf_version", "distribution", "publisher", "title", "tracking"], {
    "acknowledgments": ACKNOWLEDGMENTS, "aggregate_severity": SEVERITY, "category": CATEGORY,
    "csaf_version": VERSION_21, "distribution": DISTRIBUTION_21, "lang": LANGUAGE,
    "license_expression": TEXT, "notes": NOTES_21, "publisher": PUBLISHER_21,
    "references": REFERENCES, "source_lang": LANGUAGE, "title": TEXT, "tracking": TRACKING,
});

// --- /product_tree

static HASH_VALUE: Shape = Shape::Form(form::is_hash, "a hash in hexadecimal");
static FILE_HASH: Shape = object!(["algorithm", "value"], { "algorithm": TEXT, "value": HASH_VALUE });
static FILE_HASHES: Shape = list(&FILE_HASH);
static HASH: Shape = object!(["file_hashes", "filename"], { "file_hashes": FILE_HASHES, "filename": TEXT });
static HASHES: Shape = list(&HASH);
static CPE: Shape = Shape::Form(form::is_cpe, "a CPE name");
static PURL: Shape = Shape::Form(form::is_purl_form, "a package URL");
static PURLS: Shape = set(&PURL);
static GENERIC_URI: Shape = object!(["namespace", "uri"], { "namespace": URI, "uri": URI });
static GENERIC_URIS: Shape = list(&GENERIC_URI);
static HELPER: Shape = object!([], {
    "cpe": CPE, "hashes": HASHES, "model_numbers": NAMES, "purl": PURL, "sbom_urls": URIS,
    "serial_numbers": NAMES, "skus": TEXTS, "x_generic_uris": GENERIC_URIS,
}, count = SOME);
static HELPER_21: Shape = object!([], {
    "cpe": CPE, "hashes": HASHES, "model_numbers": NAMES, "purls": PURLS, "sbom_urls": URIS,
    "serial_numbers": NAMES, "skus": TEXTS, "x_generic_uris": GENERIC_URIS,
}, count = SOME);
static PRODUCT: Shape = object!(["name", "product_id"],
    { "name": TEXT, "product_id": TEXT, "product_identification_helper": HELPER });
static PRODUCT_21: Shape = object!(["name", "product_id"],
    { "name": TEXT, "product_id": TEXT, "product_identification_helper": HELPER_21 });
static PRODUCTS: Shape = list(&PRODUCT);
static PRODUCTS_21: Shape = list(&PRODUCT_21);

static BRANCH_CATEGORY: Shape = Shape::OneOf(&[
    "architecture",
    "host_name",
    "language",
    "legacy",
    "patch_level",
    "product_family",
    "product_name",
    "product_version",
    "product_version_range",
    "service_pack",
    "specification",
    "vendor",
]);
static BRANCH_CATEGORY_21: Shape = Shape::OneOf(&[
    "architecture",
    "host_name",
    "language",
    "legacy",
    "patch_level",
    "platform",
    "product_family",
    "product_name",
    "product_version",
    "product_version_range",
    "service_pack",
    "specification",
    "vendor",
]);
// Three fields: the branch ends in a product or goes on in branches, not both.
static BRANCH: Shape = object!(["category", "name"],
    { "branches": BRANCHES, "category": BRANCH_CATEGORY, "name": TEXT, "product": PRODUCT }, count = (3, 3));
static BRANCHES: Shape = list(&BRANCH);
static BRANCH_21: Shape = object!(["category", "name"],
    { "branches": BRANCHES_21, "category": BRANCH_CATEGORY_21, "name": TEXT, "product": PRODUCT_21 }, count = (3, 3));
static BRANCHES_21: Shape = list(&BRANCH_21);

static MEMBERS: Shape = Shape::List { least: 2, distinct: true, of: &TEXT };
static GROUP: Shape = object!(["group_id", "product_ids"], { "group_id": TEXT, "product_ids": MEMBERS, "summary": TEXT });
static GROUPS: Shape = list(&GROUP);
static RELATION: Shape = Shape::OneOf(&["default_component_of", "external_component_of", "installed_on", "installed_with", "optional_component_of"]);
static RELATIONSHIP: Shape = object!(["category", "full_product_name", "product_reference", "relates_to_product_reference"],
    { "category": RELATION, "full_product_name": PRODUCT, "product_reference": TEXT, "relates_to_product_reference": TEXT });
static RELATIONSHIPS: Shape = list(&RELATIONSHIP);
static RELATIONSHIP_21: Shape = object!(["category", "full_product_name", "product_reference", "relates_to_product_reference"],
    { "category": RELATION, "full_product_name": PRODUCT_21, "product_reference": TEXT, "relates_to_product_reference": TEXT });
static RELATIONSHIPS_21: Shape = list(&RELATIONSHIP_21);
static TREE: Shape = object!([], {
    "branches": BRANCHES, "full_product_names": PRODUCTS, "product_groups": GROUPS, "relationships": RELATIONSHIPS,
}, count = SOME);
static TREE_21: Shape = object!([], {
    "branches": BRANCHES_21, "full_product_names": PRODUCTS_21, "product_groups": GROUPS, "relationships": RELATIONSHIPS_21,
}, count = SOME);

// --- /vulnerabilities

static CVE: Shape = Shape::Form(form::is_cve, "a CVE number");
static CWE_ID: Shape = Shape::Form(form::is_cwe, "a CWE number");
static CWE: Shape = object!(["id", "name"], { "id": CWE_ID, "name": TEXT });
static CWE_VERSION: Shape = Shape::Form(form::is_cwe_version, "a version of the CWE list");
static CWE_21: Shape = object!(["id", "name", "version"], { "id": CWE_ID, "name": TEXT, "version": CWE_VERSION });
static CWES: Shape = set(&CWE_21);

static FLAG_LABEL: Shape = Shape::OneOf(&[
    "component_not_present",
    "inline_mitigations_already_exist",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_not_present",
]);
static FLAG: Shape = object!(["label"], { "date": TIME, "group_ids": NAMES, "label": FLAG_LABEL, "product_ids": NAMES });
static FLAGS: Shape = set(&FLAG);
static EXPLOITATION: Shape = object!(["date", "exploitation_date"],
    { "date": TIME, "exploitation_date": TIME, "group_ids": NAMES, "product_ids": NAMES });
static EXPLOITATIONS: Shape = set(&EXPLOITATION);
static OTHER_ID: Shape = object!(["system_name", "text"], { "system_name": TEXT, "text": TEXT });
static OTHER_IDS: Shape = set(&OTHER_ID);

static PARTY: Shape = Shape::OneOf(&["coordinator", "discoverer", "other", "user", "vendor"]);
static INVOLVED: Shape = Shape::OneOf(&["completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open"]);
static INVOLVEMENT: Shape = object!(["party", "status"], { "date": TIME, "party": PARTY, "status": INVOLVED, "summary": TEXT });
static INVOLVEMENTS: Shape = set(&INVOLVEMENT);
static INVOLVEMENT_21: Shape = object!(["party", "status"], {
    "contact": TEXT, "date": TIME, "group_ids": NAMES, "party": PARTY, "product_ids": NAMES,
    "status": INVOLVED, "summary": TEXT,
});
static INVOLVEMENTS_21: Shape = set(&INVOLVEMENT_21);

static PRODUCT_STATUS: Shape = object!([], {
    "first_affected": NAMES, "first_fixed": NAMES, "fixed": NAMES, "known_affected": NAMES,
    "known_not_affected": NAMES, "last_affected": NAMES, "recommended": NAMES, "under_investigation": NAMES,
}, count = SOME);
static PRODUCT_STATUS_21: Shape = object!([], {
    "first_affected": NAMES, "first_fixed": NAMES, "fixed": NAMES, "known_affected": NAMES,
    "known_not_affected": NAMES, "last_affected": NAMES, "recommended": NAMES, "under_investigation": NAMES,
    "unknown": NAMES,
}, count = SOME);

static RESTART_CATEGORY: Shape = Shape::OneOf(&["connected", "dependencies", "machine", "none", "parent", "service", "system", "vulnerable_component", "zone"]);
static RESTART: Shape = object!(["category"], { "category": RESTART_CATEGORY, "details": TEXT });
static REMEDY: Shape = Shape::OneOf(&["mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"]);
static REMEDIATION: Shape = object!(["category", "details"], {
    "category": REMEDY, "date": TIME, "details": TEXT, "entitlements": TEXTS, "group_ids": NAMES,
    "product_ids": NAMES, "restart_required": RESTART, "url": URI,
});
static REMEDIATIONS: Shape = list(&REMEDIATION);
static REMEDY_21: Shape = Shape::OneOf(&["fix_planned", "mitigation", "no_fix_planned", "none_available", "optional_patch", "vendor_fix", "workaround"]);
static REMEDIATION_21: Shape = object!(["category", "details"], {
    "category": REMEDY_21, "date": TIME, "details": TEXT, "entitlements": TEXTS, "group_ids": NAMES,
    "product_ids": NAMES, "restart_required": RESTART, "url": URI,
});
static REMEDIATIONS_21: Shape = list(&REMEDIATION_21);

static THREAT_CATEGORY: Shape = Shape::OneOf(&["exploit_status", "impact", "target_set"]);
static THREAT: Shape = object!(["category", "details"],
    { "category": THREAT_CATEGORY, "date": TIME, "details": TEXT, "group_ids": NAMES, "product_ids": NAMES });
static THREATS: Shape = list(&THREAT);

// CVSS objects are FIRST's, not CSAF's, and their schema allows further
// fields; the metrics themselves are looked at by tests 6.1.8 to 6.1.10.
static CVSS2_VERSION: Shape = Shape::OneOf(&["2.0"]);
static CVSS2: Shape = object!(["version", "vectorString", "baseScore"],
    { "version": CVSS2_VERSION, "vectorString": TEXT, "baseScore": SCORE, "temporalScore": SCORE, "environmentalScore": SCORE },
    open = true);
static CVSS3_VERSION: Shape = Shape::OneOf(&["3.0", "3.1"]);
static RATING: Shape = Shape::OneOf(&["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"]);
static CVSS3: Shape = object!(["version", "vectorString", "baseScore", "baseSeverity"], {
    "version": CVSS3_VERSION, "vectorString": TEXT, "baseScore": SCORE, "baseSeverity": RATING,
    "temporalScore": SCORE, "temporalSeverity": RATING, "environmentalScore": SCORE,
    "environmentalSeverity": RATING,
}, open = true);
static CVSS4_VERSION: Shape = Shape::OneOf(&["4.0"]);
static CVSS4: Shape = object!(["version", "vectorString", "baseScore", "baseSeverity"],
    { "version": CVSS4_VERSION, "vectorString": TEXT, "baseScore": SCORE, "baseSeverity": RATING }, open = true);

static SCORES_ITEM: Shape = object!(["products"], { "cvss_v2": CVSS2, "cvss_v3": CVSS3, "products": NAMES }, count = (2, usize::MAX));
static SCORES: Shape = list(&SCORES_ITEM);
static SHARE: Shape = Shape::Form(form::is_share, "a share between 0 and 1");
static EPSS: Shape = object!(["percentile", "probability", "timestamp"],
    { "percentile": SHARE, "probability": SHARE, "timestamp": TIME });
static QUALITY: Shape = Shape::OneOf(&["critical", "high", "low", "medium", "none"]);
static ANY_OBJECT: Shape = object!([], {}, open = true);
static CONTENT: Shape = object!([], {
    "cvss_v2": CVSS2, "cvss_v3": CVSS3, "cvss_v4": CVSS4, "epss": EPSS,
    "qualitative_severity_rating": QUALITY, "ssvc_v1": ANY_OBJECT, "ssvc_v2": ANY_OBJECT,
}, count = SOME);
static METRIC: Shape = object!(["content", "products"], { "content": CONTENT, "products": NAMES, "source": URI });
static METRICS: Shape = set(&METRIC);

static VULNERABILITY: Shape = object!([], {
    "acknowledgments": ACKNOWLEDGMENTS, "cve": CVE, "cwe": CWE, "discovery_date": TIME, "flags": FLAGS,
    "ids": OTHER_IDS, "involvements": INVOLVEMENTS, "notes": NOTES, "product_status": PRODUCT_STATUS,
    "references": REFERENCES, "release_date": TIME, "remediations": REMEDIATIONS, "scores": SCORES,
    "threats": THREATS, "title": TEXT,
}, count = SOME);
static VULNERABILITIES: Shape = list(&VULNERABILITY);
static VULNERABILITY_21: Shape = object!([], {
    "acknowledgments": ACKNOWLEDGMENTS, "cve": CVE, "cwes": CWES, "disclosure_date": TIME,
    "discovery_date": TIME, "first_known_exploitation_dates": EXPLOITATIONS, "flags": FLAGS,
    "ids": OTHER_IDS, "involvements": INVOLVEMENTS_21, "metrics": METRICS, "notes": NOTES_21,
    "product_status": PRODUCT_STATUS_21, "references": REFERENCES, "remediations": REMEDIATIONS_21,
    "threats": THREATS, "title": TEXT,
}, count = SOME);
static VULNERABILITIES_21: Shape = list(&VULNERABILITY_21);

/// A CSAF 2.0 document.
pub static CSAF_20: Shape = object!(["document"], { "document": DOCUMENT, "product_tree": TREE, "vulnerabilities": VULNERABILITIES });

static SCHEMA_21: Shape = Shape::Form(form::is_schema_21, "the address of the CSAF 2.1 schema");
/// A CSAF 2.1 document.
pub static CSAF_21: Shape = object!(["$schema", "document"], {
    "$schema": SCHEMA_21, "document": DOCUMENT_21, "product_tree": TREE_21, "vulnerabilities": VULNERABILITIES_21,
});
