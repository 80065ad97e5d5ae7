//! Names that belong together: the languages that exist (CSAF 6.1.12), and the
//! names of common weaknesses (CSAF 6.1.11).

/// The two-letter languages of ISO 639, with the six that were renamed.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
     da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu \
     hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb \
     lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om \
     or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
     ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu in iw \
     ji jw mo sh";

/// The two-letter countries and regions of ISO 3166, with those the IANA registry
/// adds or keeps.
const REGIONS: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
     BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ \
     EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW \
     GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY \
     KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV \
     MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
     QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
     TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM \
     ZW AC AN BU CP CS DD DG EA EU EZ FX IC NT SU TA TP UN XK YD YU ZR";

/// Does the language of this tag exist, and its country? Languages of three
/// letters, of which there are thousands, are not looked up, nor is the rest
/// of the tag.
pub fn is_language(tag: &str) -> bool {
    let known = |list: &str, part: &str| list.split(' ').any(|p| p.eq_ignore_ascii_case(part));
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    // After a single letter come extensions, where anything may stand.
    let region = parts.take_while(|p| p.len() > 1).find(|p| p.len() == 2);
    (language.len() != 2 || known(LANGUAGES, language)) && region.is_none_or(|r| known(REGIONS, r))
}

/// The name of a weakness by its id ("CWE-79"), if it is in our table.
pub fn weakness(id: &str) -> Option<&'static str> {
    let number: u32 = id.strip_prefix("CWE-")?.parse().ok()?;
    WEAKNESSES.iter().find(|(n, _)| *n == number).map(|(_, name)| *name)
}

/// The weaknesses most often met in advisories (<https://cwe.mitre.org>).
const WEAKNESSES: &[(u32, &str)] = &[
    (20, "Improper Input Validation"),
    (22, "Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')"),
    (23, "Relative Path Traversal"),
    (59, "Improper Link Resolution Before File Access ('Link Following')"),
    (74, "Improper Neutralization of Special Elements in Output Used by a Downstream Component ('Injection')"),
    (77, "Improper Neutralization of Special Elements used in a Command ('Command Injection')"),
    (78, "Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')"),
    (79, "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')"),
    (88, "Improper Neutralization of Argument Delimiters in a Command ('Argument Injection')"),
    (89, "Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')"),
    (94, "Improper Control of Generation of Code ('Code Injection')"),
    (119, "Improper Restriction of Operations within the Bounds of a Memory Buffer"),
    (120, "Buffer Copy without Checking Size of Input ('Classic Buffer Overflow')"),
    (121, "Stack-based Buffer Overflow"),
    (122, "Heap-based Buffer Overflow"),
    (125, "Out-of-bounds Read"),
    (131, "Incorrect Calculation of Buffer Size"),
    (146, "Improper Neutralization of Expression/Command Delimiters"),
    (190, "Integer Overflow or Wraparound"),
    (193, "Off-by-one Error"),
    (200, "Exposure of Sensitive Information to an Unauthorized Actor"),
    (201, "Insertion of Sensitive Information Into Sent Data"),
    (204, "Observable Response Discrepancy"),
    (208, "Observable Timing Discrepancy"),
    (212, "Improper Removal of Sensitive Information Before Storage or Transfer"),
    (250, "Execution with Unnecessary Privileges"),
    (256, "Plaintext Storage of a Password"),
    (257, "Storing Passwords in a Recoverable Format"),
    (259, "Use of Hard-coded Password"),
    (269, "Improper Privilege Management"),
    (276, "Incorrect Default Permissions"),
    (280, "Improper Handling of Insufficient Permissions or Privileges"),
    (284, "Improper Access Control"),
    (285, "Improper Authorization"),
    (287, "Improper Authentication"),
    (288, "Authentication Bypass Using an Alternate Path or Channel"),
    (294, "Authentication Bypass by Capture-replay"),
    (295, "Improper Certificate Validation"),
    (298, "Improper Validation of Certificate Expiration"),
    (306, "Missing Authentication for Critical Function"),
    (307, "Improper Restriction of Excessive Authentication Attempts"),
    (311, "Missing Encryption of Sensitive Data"),
    (312, "Cleartext Storage of Sensitive Information"),
    (319, "Cleartext Transmission of Sensitive Information"),
    (321, "Use of Hard-coded Cryptographic Key"),
    (326, "Inadequate Encryption Strength"),
    (327, "Use of a Broken or Risky Cryptographic Algorithm"),
    (331, "Insufficient Entropy"),
    (338, "Use of Cryptographically Weak Pseudo-Random Number Generator (PRNG)"),
    (345, "Insufficient Verification of Data Authenticity"),
    (347, "Improper Verification of Cryptographic Signature"),
    (352, "Cross-Site Request Forgery (CSRF)"),
    (353, "Missing Support for Integrity Check"),
    (362, "Concurrent Execution using Shared Resource with Improper Synchronization ('Race Condition')"),
    (384, "Session Fixation"),
    (400, "Uncontrolled Resource Consumption"),
    (401, "Missing Release of Memory after Effective Lifetime"),
    (415, "Double Free"),
    (416, "Use After Free"),
    (426, "Untrusted Search Path"),
    (427, "Uncontrolled Search Path Element"),
    (428, "Unquoted Search Path or Element"),
    (434, "Unrestricted Upload of File with Dangerous Type"),
    (459, "Incomplete Cleanup"),
    (476, "NULL Pointer Dereference"),
    (502, "Deserialization of Untrusted Data"),
    (521, "Weak Password Requirements"),
    (522, "Insufficiently Protected Credentials"),
    (532, "Insertion of Sensitive Information into Log File"),
    (552, "Files or Directories Accessible to External Parties"),
    (601, "URL Redirection to Untrusted Site ('Open Redirect')"),
    (610, "Externally Controlled Reference to a Resource in Another Sphere"),
    (611, "Improper Restriction of XML External Entity Reference"),
    (613, "Insufficient Session Expiration"),
    (617, "Reachable Assertion"),
    (639, "Authorization Bypass Through User-Controlled Key"),
    (665, "Improper Initialization"),
    (668, "Exposure of Resource to Wrong Sphere"),
    (732, "Incorrect Permission Assignment for Critical Resource"),
    (755, "Improper Handling of Exceptional Conditions"),
    (770, "Allocation of Resources Without Limits or Throttling"),
    (787, "Out-of-bounds Write"),
    (788, "Access of Memory Location After End of Buffer"),
    (798, "Use of Hard-coded Credentials"),
    (829, "Inclusion of Functionality from Untrusted Control Sphere"),
    (835, "Loop with Unreachable Exit Condition ('Infinite Loop')"),
    (843, "Access of Resource Using Incompatible Type ('Type Confusion')"),
    (862, "Missing Authorization"),
    (863, "Incorrect Authorization"),
    (918, "Server-Side Request Forgery (SSRF)"),
    (922, "Insecure Storage of Sensitive Information"),
    (1021, "Improper Restriction of Rendered UI Layers or Frames"),
    (1390, "Weak Authentication"),
];
