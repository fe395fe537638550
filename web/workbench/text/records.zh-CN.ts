export const records = {
  title: "查记录",
  lead: "全部公开记录，按决定日期由近及远。",
  columns: {
    title: "内容",
    organisation: "组织",
    uscc: "统一社会信用代码",
    item: "类别",
    kinds: "种类",
    authority: "决定机关",
    region: "地区",
    document: "文书号",
    decided: "决定日期",
    publicUntil: "公示至",
    source: "来源单位",
    amount: "金额（元）",
  },
  filters: {
    item: "类别",
    authority: "决定机关",
    region: "地区",
    from: "决定日期自",
    to: "至",
    organisation: "统一社会信用代码",
  },
  openEnded: "长期",
  why: (item: string, until: string | null) =>
    until === null
      ? `${item}：公示期未设终止日，记录有效就一直公示`
      : `${item}：公示到 ${until}（含当日），之后自动停止`,
  emptyTitle: "没有符合条件的公开记录",
  emptyAdvice: "放宽日期或清除部分条件。到期、撤销和不公开的记录不在这里。",
} as const;
