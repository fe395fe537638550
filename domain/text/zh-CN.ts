import { loginLength } from "../account/text-limits.ts";
import type { HeaderProblem } from "../intake/checked-row.ts";
import type { RowNoteCode, RowProblemCode, TurnAwayReason } from "../intake/row-problem.ts";
import type { ProblemCode } from "../problem.ts";
import { given, quotedZh as q, waitInWords, type Sentence } from "./sentence.ts";

/** Why a row came back, for the clerk who mends it. The field's name stands beside it, not in it. */
export const rowProblems: Readonly<Record<RowProblemCode, Sentence>> = {
  "row.too_few_cells": (d) => `这一行只有 ${d.cells} 格，表头有 ${d.columns} 列；多半是内容中有换行，或少了分隔符。`,
  "row.too_many_cells": (d) => `这一行有 ${d.cells} 格，表头只有 ${d.columns} 列；多半是内容中有没加引号的逗号。`,
  "row.control_character": () => "含有不可见的控制字符，请重新输入这一格。",
  "row.mojibake": (d) => `有乱码${given(d.value, (v) => `：${v}`)}；请从原系统重新导出，并确认编码。`,
  "row.quotes_malformed": () => "这一行的英文双引号不成对。",
  "field.required": (d) => given(d.because, (b) => `按“${b}”的内容，此项必填，但没有填。`) || "此项必填，但没有填。",
  "field.too_long": (d) => `内容过长：${d.length} 字${given(d.limit, (limit) => `，最多 ${limit} 字`)}。`,
  "field.identity_number_in_key": () =>
    "此项用来识别一项决定，其中有居民身份证号码；平台不保存身份证号码，请改用不含它的文书号。",
  "code.unknown_value": (d) =>
    `${q(d.value)}不在代码表${given(d.table, (t) => `“${t}”`)}里${given(d.whyZh, (why) => `：${why}`)}。`,
  "state.ambiguous": (d) =>
    `从${q(d.value)}看不出这项决定现在是否有效；请写明（如“有效”“正常”“撤销”），或请平台管理单位为本单位设对照表。`,
  "date.unreadable": (d) => `认不出的日期：${q(d.value)}；请写成 2026-04-01 的形式。`,
  "date.impossible": (d) => `没有这一天：${q(d.value)}。`,
  "date.in_future": (d) => `决定日期 ${d.value} 在将来${given(d.today, (t) => `（今天是 ${t}）`)}。`,
  "date.order": (d) => `日期先后颠倒：${d.before}（${d.first}）晚于${d.after}（${d.second}）。`,
  "amount.unreadable": (d) => `认不出的金额：${q(d.value)}；只填数字，单位以列名为准。`,
  "amount.negative": (d) => `金额不能为负：${q(d.value)}。`,
  "integer.unreadable": (d) => `应当是整数：${q(d.value)}。`,
  "subject.code_missing": () => "没有统一社会信用代码；只凭名称不能确定是哪个组织。",
  "subject.code_is_legacy_number": (d) =>
    `${q(d.value)}是旧的注册号，不是统一社会信用代码；请填 18 位代码，旧号填到它自己的列。`,
  "subject.code_length": (d) =>
    `统一社会信用代码应为 18 位，这里是 ${d.length} 位${given(d.value, (v) => `：“${v}”`)}。`,
  "subject.code_character": (d) =>
    `统一社会信用代码${q(d.value)}${given(d.position, (p) => `的第 ${p} 位`)}${given(d.character, (c) => `“${c}”`)}不合编码规则（字母不用 I、O、Z、S、V，第 3 至 8 位是数字）。`,
  "subject.code_masked": (d) => `统一社会信用代码被遮盖了：${q(d.value)}；请填完整的代码。`,
  "subject.code_check_digit": (d) =>
    `统一社会信用代码${q(d.value)}的校验码不对：至少有一位写错了${given(d.expected, (e) => `（前 17 位的校验码是 ${e}）`)}。请按营业执照核对，不要只改最后一位。`,
  "subject.code_department": (d) => `${q(d.value)}的第一位不是任何登记管理部门的代码。`,
  "subject.kind_conflicts_with_code": (d) => `类别${q(d.stated)}与代码不符：代码以 ${d.code} 开头。请查明哪个是对的。`,
  "subject.kind_not_collected": (d) =>
    `这一目录项不收${d.kind === "soleTrader" ? "个体工商户" : "法人及非法人组织"}的信息。`,
  "subject.name_missing": () => "没有名称。",
  "subject.name_differs_from_register": (d) =>
    `这个代码登记的名称是${q(d.registered) || "另一个"}，与本行的名称${q(d.name)}不同。如已更名，先由登记机关报送变更。`,
  "authority.code_invalid": (d) => `机关的统一社会信用代码不对：${q(d.value)}；请改正或留空。`,
  "legacy.code_invalid": (d) => `旧代码的格式不对：${q(d.value)}；请改正或留空。`,
  "record.reported_by_other_source": (d) =>
    `这一决定已由另一单位${q(d.source)}报送，内容不同；请与该单位协商，由它更正。`,
  "record.withdrawn": () => "这一决定已经报为撤销或无效，不再接收它的其他内容；如属误报，请与平台管理单位联系。",
  "record.too_many_versions": (d) =>
    `这一决定已有 ${d.versions} 个版本，不再接收更正；多半是多项决定用了同一个文书号。`,
};

/** What was read otherwise than it was written, or is worth a look. Never stops a row. */
export const rowNotes: Readonly<Record<RowNoteCode, Sentence>> = {
  "text.width_normalised": (d) => `全角字符读作半角${given(d.value, (v) => `：${v}`)}。`,
  "text.spaces_removed": () => "去掉了首尾的空格或不可见字符。",
  "text.brackets_normalised": (d) =>
    `识别同一文书时，各种括号视为相同${given(d.value, (v) => `：${v}`)}；内容照原样保存。`,
  "text.identity_number_removed": () => "删去了内容中的居民身份证号码。",
  "text.longer_than_standard": (d) => `${d.length} 字，超过标准的 ${d.standard} 字，照收。`,
  "code.upper_cased": (d) => `代码中的小写字母读作大写${given(d.value, (v) => `：${v}`)}。`,
  "code.separators_removed": (d) => `去掉了代码中的空格和连字符${given(d.value, (v) => `：${v}`)}。`,
  "code.inner_check_digit": (d) => `代码内含的组织机构代码校验不符，值得核对${given(d.value, (v) => `：${v}`)}。`,
  "code.region_outside_city": (d) => `代码的登记机关区划 ${d.region} 不在本市。`,
  "code.placeholder_as_missing": (d) => `占位的代码${q(d.value)}当作没有填。`,
  "value.null_word": (d) => `${q(d.value)}当作没有填。`,
  "value.mapped": (d) => `${q(d.from)}按对照表读作${q(d.to)}。`,
  "date.form_read": (d) => `日期${q(d.from)}读作 ${d.to}。`,
  "date.open_ended": (d) => `${q(d.from)}读作没有截止日期（长期）。`,
  "date.placeholder_as_missing": (d) => `占位的日期${q(d.value)}当作没有填。`,
  "date.order_unusual": (d) => `日期先后少见，值得核对：${d.before}（${d.first}）晚于${d.after}（${d.second}）。`,
  "amount.unit_converted": (d) => `${q(d.from)}换算成 ${d.to}${given(d.unit, (unit) => ` ${unit}`)}。`,
  "amount.chinese_capitals": (d) => `中文大写金额${q(d.from)}读作 ${d.to}${given(d.unit, (unit) => ` ${unit}`)}。`,
  "amount.thousands_separator": (d) => `去掉了千位分隔符：${q(d.from)}读作 ${d.to}。`,
  "field.dropped": (d) => `这一列${q(d.header)}不保存。`,
  "field.missing_by_standard": () => "标准要求填写此项，这里是空的；照收，下次请补上。",
  "legacy.check_digit": (d) => `旧代码${q(d.value)}的校验位不符；照收，但不用来查找组织。`,
  "record.superseded_content": () => "内容与已被更正的旧版本相同，没有采用；确要改回，请在“备注”里写明原因再报。",
  "record.withdrawn_before": () => "这一决定已经撤回，撤回前的内容没有采用。",
  "record.corrected_within_file": () => "更正了同一文件里前面的同一决定。",
  "record.withdrawn": () => "这一决定报为撤销或无效，不再公开。",
  "subject.registered_from_record": () => "登记机关还没有报送这个组织，先按本行的名称和代码建立。",
};

/** Why a row is not collected at all (charter 3). No data: nothing of such a row is repeated anywhere. */
export const turnAwayReasons: Readonly<Record<TurnAwayReason, Sentence>> = {
  "subject.natural_person_category": () => "行政相对人类别是自然人：本平台不收自然人的信息。",
  "subject.identity_number_in_code": () => "代码或名称里是居民身份证号码：本平台不收自然人的信息。",
  "subject.identity_document_columns": () => "填了行政相对人本人的证件类型或号码：本平台不收自然人的信息。",
  "subject.presumably_natural_person": () => "没有有效的统一社会信用代码，名称看来是人名：本平台不收自然人的信息。",
};

/** Why a whole file is not taken in. */
export const fileProblems: Readonly<Record<HeaderProblem["code"], Sentence>> = {
  "file.header_missing": () => "第一行不是列名；请补上列名。",
  "file.column_unknown": (d) =>
    `第 ${d.column} 列${q(d.header) || "没有列名"}不在这一目录项里；请改成目录页所列的名称，或删去这一列。`,
  "file.column_twice": (d) =>
    `第 ${d.column} 列${q(d.header)}与第 ${d.otherColumn} 列${q(d.other)}是同一个字段${q(d.field)}；请删去一列。`,
  "file.columns_of_other_item": (d) =>
    `这看来是另一目录项${q(d.name)}（${d.item}）的文件：${d.columns} 列中有 ${d.knownThere} 列属于它。`,
  "file.no_subject_column": (d) => `没有主体的列：至少要有${q(d.code)}或${q(d.name)}。`,
};

const closedBecause: Readonly<Record<string, string>> = {
  queued: "传完，正在排队",
  importing: "在导入",
  finished: "导入完毕",
  refused: "被退回",
  failed: "导入失败",
  cancelled: "取消",
  expired: "过期删除",
};

/** Problems that the API answers with (RFC 9457 `title`). */
export const problems: Readonly<Record<ProblemCode, Sentence>> = {
  "request.invalid": (d) => `请求${given(d.field, (f) => `中的“${f}”`)}不合要求。`,
  "request.query_too_long": (d) => `查询内容过长${given(d.most, (most) => `，最多 ${most} 字`)}。`,
  "request.query_too_short": (d) => `查询内容过短${given(d.least, (least) => `，至少 ${least} 个字`)}。`,
  "request.cursor_invalid": () => "翻页标记无效或已过期，请从第一页开始。",
  "request.too_many": (d) => `请求过于频繁${given(d.retryAfter, (s) => `，请在 ${s} 秒后再试`)}。`,
  "request.timeout": () => "查询用时过长，已停止；请缩小范围后再试。",
  "request.too_large": () => "请求内容过大。",
  "route.not_found": () => "没有这个地址。",
  "route.method_not_allowed": (d) => `这个地址不接受${given(d.method, (m) => ` ${m} `)}请求。`,
  "access.refused": () => "您的岗位无权进行这项操作。",
  "session.required": () => "请先登录。",
  "session.second_factor_required": () => "请先完成第二步验证。",
  "object.not_found": () => "没有这个对象，或者您无权查看它。",
  "sign_in.refused": () => "登录名或密码不对，或者账号已停用、已过期。忘记密码请与安全管理员联系。",
  "sign_in.wait": (d) =>
    `失败次数过多，暂停登录${given(
      d.retryAfter,
      (s) =>
        `，请约 ${waitInWords(
          Number(s),
          (n) => `${n} 分钟`,
          (n) => `${n} 小时`,
        )}后再试`,
    )}。`,
  "sign_in.code_refused": () => "验证码不对，或者已经用过。请等下一个验证码，并核对手机的时间。",
  "identity.off": () => "本平台没有接入统一身份认证，请用登录名和密码登录。",
  "identity.unreachable": () => "统一身份认证现在连不上，您的账号没有受影响。请稍后再试，或用登录名和密码登录。",
  "identity.refused": () =>
    "统一身份认证的答复没有通过核对（可能已过期、已用过，或不是在这个浏览器里发起的）。请重新登录。",
  "identity.cancelled": () => "您在统一身份认证那里没有完成登录。可以再试一次，或用登录名和密码登录。",
  "identity.no_account": () =>
    "这个身份没有关联可以登录的账号。请先用登录名和密码登录，在“我的账号”里关联；账号已停用或到期的，请与系统管理员联系。",
  "identity.one_factor": () =>
    "统一身份认证只核验了一项凭证，而您的账号在本平台没有第二因素。请在统一身份认证那里用更高等级的方式登录。",
  "identity.linked_already": () => "没有关联：这个身份或这个账号已经有了别的关联。请先解除原来的关联。",
  "passkey.refused": () => "通行密钥没有通过验证，请重试，或改用密码登录。",
  "passkey.unavailable": () =>
    "在这个网址上不能使用通行密钥：要用本站的正式网址；在本机试用时请打开 http://localhost 开头的网址。",
  "password.wrong": () => "当前密码不对。",
  "password.unchanged": () => "新密码与当前密码相同。",
  "password.too_short": (d) => `密码太短${given(d.least, (n) => `，至少 ${n} 个字符`)}；可以用一句话，中文也行。`,
  "password.too_long": (d) => `密码太长${given(d.most, (n) => `，最多 ${n} 个字符`)}。`,
  "password.too_common": () => "这个密码太常见，别人最先会试它；请换一个，例如几个不相关的词。",
  "password.holds_login": () => "密码里不要含有登录名。",
  "totp.code_refused": () => "验证码不对。请用验证器里最新的六位数字，并核对手机的时间。",
  "login.invalid": () =>
    `登录名应为 ${loginLength.least} 到 ${loginLength.most} 个字母、汉字或数字，可含 . _ - @，不能用手机号或身份证号码。`,
  "login.taken": () => "这个登录名已有人使用。",
  "invitation.invalid": () => "这个邀请链接无效、已用过或已过期，请与邀请人联系。",
  "registration.off": () => "本站未开放自助注册，请到服务窗口办理。",
  "registration.wait": () => "从这个网络地址注册的账号过多，请明天再试。",
  "account.state": () => "账号目前的状态不允许这项操作。",
  "account.administration": () => "三个管理岗位的账号不能由其他管理员重置，请运维人员在服务器上用命令重置。",
  "grant.scope": () => "这个岗位要写明所属部门或县区，并且只写所要求的那一项。",
  "grant.excluded": () => "三个管理岗位互相排斥，也不能与其他岗位并存；同一岗位也不能重复授予。",
  "grant.state": () => "这项授予已经处理过了。",
  "extension.state": () => "这项延长已经处理过了。",
  "request.cross_site": () => "这个请求不是从本站页面发出的，没有执行。",
  "organisation.code_invalid": () => "这不是有效的统一社会信用代码。",
  "organisation.not_found": (d) => `没有${given(d.uscc, (u) => `统一社会信用代码为 ${u} 的`) || "这个"}组织。`,
  "record.not_found": () => "没有这条公开记录；它可能已到期或已撤回。",
  "mandate.already_asked": () => "您已经为这个组织提出申请，正等待窗口核实。",
  "mandate.too_many_today": (d) =>
    `今天的申请已到${given(d.most, (n) => ` ${n} 次的`)}上限，${given(d.from, (day) => ` ${day} `) || "明天"}起可以再申请；已经提出的不受影响。`,
  "mandate.too_many": () => "等待核实的申请太多，请先办完或撤回。",
  "mandate.step_not_allowed": () => "这项经办授权已经不在可以这样办理的状态。",
  "mandate.end_invalid": (d) => `最后一天应从今天起${given(d.latest, (l) => `、不晚于 ${l}`)}。`,
  "ground.purpose_unknown": () => "请选择您的岗位可以使用的查询目的。",
  "ground.incomplete": (d) =>
    `请填写${{ relation: "来人与组织的关系", letter: "授权书编号", visibleFrom: "组织何时可以看到", source: "数据来源单位" }[d.field ?? ""] ?? "缺少的内容"}${given(d.latest, (l) => `（不晚于 ${l}）`)}。`,
  "ground.closed": () => "这次查询的时限已过，请重新写明事由。",
  "authorisation.recipient_unknown": () => "没有这样一个已登记的组织。",
  "authorisation.recipient_itself": () => "不能授权给自己。",
  "authorisation.name_differs": () => "名称与登记的不一致，请核对代码和名称。",
  "authorisation.item_not_shareable": (d) => `目录项${q(d.item)}不能授权给他人查询。`,
  "authorisation.everything": () => "不能一次授权全部目录项，请只选这个目的用得着的。",
  "authorisation.purpose_unknown": () => "请从列出的目的中选一个。",
  "authorisation.end_invalid": (d) => `授权必须有最后一天，从今天起${given(d.latest, (l) => `、不晚于 ${l}`)}。`,
  "authorisation.not_in_force": () => "这项授权已经到期或撤销，不能再查询。",
  "text.identity_number": () => "内容里有居民身份证号码；本平台不保存，请删去后再提交。",
  "catalogue.item_not_found": (d) => `目录里没有${q(d.item) || "这一项"}。`,
  "calendar.year_unknown": (d) => `还没有${given(d.year, (y) => ` ${y} `)}年的节假日安排，无法计算工作日。`,
  "dump.not_found": () => "没有这个数据文件。",
  "log.file_proof_not_yet": () =>
    "还没有本组织的完整性证明：证明每天零点过后制作一次，只含当时已登记的组织。记录没有丢失，请明天再来；如果刚过零点，请稍后再试。",
  "log.not_found": () => "透明日志在这个位置没有内容：以目前的长度，没有这个分块、条目或检查点。",
  "view.too_many": (d) => `最多保存 ${d.most ?? "50"} 个视图，请先删除不用的。`,
  "audit.too_many_events": (d) => `事件超过 ${d.most ?? "100000"} 个，请缩短时间范围，分几次导出。`,
  "audit.verification_running": () => "已有一次核验正在进行，请等它结束；进度见下表。",
  "alert.not_in_that_state": () => "这条预警已由他人处理，请刷新后再看。",
  "canary.name_taken": () => "已有组织用这个名称，请另取一个。",
  "upload.item_not_of_source": (d) => `${q(d.source) || "这个单位"}不报送${q(d.item) || "这一目录项"}。`,
  "upload.name_empty": () => "文件没有名称。",
  "upload.type_refused": (d) => `${q(d.name) || "这个文件"}不是可以导入的表格；请用 CSV、XLSX 或每行一个对象的 JSON。`,
  "upload.old_workbook": (d) => `${q(d.name) || "这个文件"}是旧的 XLS 格式；请另存为 XLSX 或 CSV 再上传。`,
  "upload.empty": (d) => `${q(d.name) || "这个文件"}是空的，一个字节也没有。`,
  "upload.too_large": (d) =>
    `文件过大${given(d.most, (most) => `，最多 ${most} MB`)}；请分成几个文件，或请平台管理单位用命令行导入。`,
  "upload.too_many": (d) => `本单位没有传完的文件太多${given(d.most, (m) => `（最多 ${m} 个）`)}；请先传完或取消几个。`,
  "upload.disk_full": () =>
    "服务器的磁盘空间不足，没有收下；已经收到的部分还在。请告知平台管理单位，腾出空间后接着上传。",
  "upload.offset_wrong": (d) => `这一段的起点不对${given(d.received, (r) => `，应从第 ${r} 字节接着传`)}。`,
  "upload.part_beyond_end": () => "这一段超出了登记的文件大小；文件可能在上传时被改动了，请取消后重新上传。",
  "upload.closed": (d) => `这个文件已经${closedBecause[String(d.state)] ?? "结束上传"}，不能再改动。`,
  "upload.file_lost": () => "服务器上找不到已收到的部分；请取消后重新上传这个文件。",
  "upload.incomplete": (d) => `还没有传完${given(d.received, (r) => `：收到 ${r} 字节，共 ${d.bytes} 字节`)}。`,
  "upload.digest_differs": () => "收到的内容与您的文件不一致，没有导入；请重新上传。",
  "batch.not_ended": () => "这一批还在导入，请等它结束。",
  "declaration.not_asked": () => "这一目录项没有报送期限，不需要申报决定件数。",
  "declaration.month": (d) => `${d.month ?? "这个月"}还没有开始，不能申报。`,
  "witness.malformed": (d) =>
    `请求不符合见证协议 c2sp.org/tlog-witness 的格式${given(d.fault, (fault) => `（${fault}）`)}。`,
  "witness.unsigned": (d) =>
    `检查点没有此日志受信任密钥的签名，或签名不成立${given(d.fault, (fault) => `（${fault}）`)}。`,
  "witness.log_unknown": () => "本站不见证这个日志，或还没有为它签过检查点。",
  "witness.inconsistent": (d) =>
    `未能证明这个检查点是上次所签检查点的延续，没有签名${given(d.fault, (fault) => `（${fault}）`)}。`,
  "service.starting": () =>
    "服务正在启动或恢复，请稍候再试。已经保存的都在；如果刚才在提交，请先看是否已保存，再重新提交。",
  "service.busy": () => "服务繁忙，请稍候再试。",
  "service.failed": () => "服务出错，没有完成；问题已记录。",
};
