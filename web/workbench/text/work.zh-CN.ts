export const work = {
  title: "我的工作",
  lead: "要您处理的事，先到期的在前。",
  nothingTitle: "现在没有要您处理的事",
  nothingAdvice: "到期、待确认和待复核的事会自动出现在这里。也可以从左侧栏目开始。",
} as const;
