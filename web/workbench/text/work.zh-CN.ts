import { soonDays } from "@chengxin/domain/workbench/order-work.ts";
import type { WorkCode } from "@chengxin/domain/workbench/api.ts";

type Data = Readonly<Record<string, string | number>>;

/** What each kind of work is called, with its number. */
const items: Readonly<Record<WorkCode, (count: number, data: Data) => string>> = {
  "batch.rejected": (count, data) =>
    `${count} 个文件有退回的行，共 ${data["rejected"]} 行，请改正后重新报送（近 ${data["days"]} 天）`,
  "declaration.missing": (count, data) => `${data["month"]} 有 ${count} 个目录项还没有申报决定件数，申报后才能算上报率`,
  "events.faulty": (count) => `最近一次核验发现事件有 ${count} 处问题`,
  "log.contradicted": (count) =>
    `见证方出示了 ${count} 个本日志签过名却没有的检查点：数据库可能被退回，或密钥落入他人之手`,
  "alert.open": (count) => `${count} 条异常查询预警等待核查`,
  "account.proposed": (count) => `${count} 个账号有岗位或延长的提议，等待您决定`,
  "account.ending": (count, data) => `${count} 个账号将在 ${data["days"]} 天内到期，请复核：延长，或者任其到期`,
  "mandate.waiting": (count) => `${count} 项经办授权等待核实`,
};

export const work = {
  title: "我的工作",
  lead: "要您处理的事，先到期的在前。",
  items,
  clocks: {
    overdue: "已经逾期",
    today: "今天到期",
    week: `${soonDays} 天之内到期`,
    later: "以后到期",
    none: "没有期限",
  },
  due: (day: string) => `${day}到期`,
  nothingTitle: "现在没有要您处理的事",
  nothingAdvice: "到期、待确认和待复核的事会自动出现在这里。也可以从左侧栏目开始。",
};
