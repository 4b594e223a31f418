package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"dayang/internal/edition"
	"dayang/internal/finding"
	"dayang/internal/words"
)

// vocabulary holds every text of the window, so that a test can see that none lacks a language.
var vocabulary []words.Text

// w makes a text of the window; it is called while the package's variables are made and never later.
func w(zh, en string) words.Text {
	t := words.Text{ZH: zh, EN: en}
	vocabulary = append(vocabulary, t)
	return t
}

// The window's words.
var (
	wAppName = w("大样", "Dayang")
	wTagline = w("报纸组版与校对", "newspaper layout and proofing")

	// menus
	wFile   = w("文件", "File")
	wEdit   = w("编辑", "Edit")
	wLayout = w("版面", "Layout")
	wProof  = w("校对", "Proof")
	wView   = w("视图", "View")
	wWindow = w("窗口", "Window")
	wHelp   = w("帮助", "Help")

	// commands
	wNewSample   = w("打开示例报纸", "Open the Sample Edition")
	wOpen        = w("打开…", "Open…")
	wSaveAs      = w("另存为…", "Save As…")
	wImportFiles = w("导入稿件…", "Import Manuscripts…")
	wExport      = w("输出 PDF…", "Export PDF…")
	wQuit        = w("退出", "Quit")
	wUndo        = w("撤销", "Undo")
	wRedo        = w("重做", "Redo")
	wUndoWhat    = w("撤销：%s", "Undo %s")
	wRedoWhat    = w("重做：%s", "Redo %s")
	wDeleteFrame = w("删除框", "Delete Frame")
	wUnplace     = w("稿件下版", "Take Story off the Page")
	wPlace       = w("稿件上版", "Place Story on the Page")
	wEditText    = w("编辑正文", "Edit Text")
	wLock        = w("锁定框", "Lock Frame")
	wMakeup      = w("自动组版…", "Make up Page…")
	wPrevPage    = w("上一版", "Previous Page")
	wNextPage    = w("下一版", "Next Page")
	wProofNow    = w("校对全部", "Proof Everything")
	wNextFinding = w("下一处", "Next Finding")
	wPrevFinding = w("上一处", "Previous Finding")
	wApplyFix    = w("照改", "Apply Suggestion")
	wIgnore      = w("忽略这一处", "Ignore This One")
	wIgnoreAll   = w("本报一律不提", "Always Ignore in This Title")
	wZoomIn      = w("放大", "Zoom In")
	wZoomOut     = w("缩小", "Zoom Out")
	wFitPage     = w("整版", "Fit Page")
	wFitWidth    = w("版宽", "Fit Width")
	wFullSize    = w("实际大小", "Actual Size")
	wGrid        = w("栏与行网格", "Column and Line Grid")
	wRulers      = w("毫米标尺", "Millimetre Rulers")
	wPreview     = w("预览（不显示框线）", "Preview without Frames")
	wHandTool    = w("抓手", "Hand")
	wSelectTool  = w("选择", "Select")
	wLeftDock    = w("稿件栏", "Stories Panel")
	wRightDock   = w("属性栏", "Properties Panel")
	wBottomDock  = w("校对栏", "Findings Panel")
	wLanguage    = w("English", "中文")
	wDark        = w("深色界面", "Dark Appearance")
	wFullScreen  = w("全屏", "Full Screen")
	wPalette     = w("找命令…", "Find a Command…")
	wPaletteHint = w("命令名、拼音首字母或英文", "a name, in Chinese, pinyin initials or English")
	wShortcuts   = w("快捷键", "Keyboard Shortcuts")
	wAbout       = w("关于大样", "About Dayang")

	// short forms for the toolbar
	wShortMakeup = w("组版", "Make up")
	wShortProof  = w("校对", "Proof")
	wShortExport = w("输出 PDF", "Export PDF")
	wShortImport = w("导入", "Import")

	// context bar
	wContextBar   = w("上下文条", "Context Bar")
	wShortText    = w("改正文", "Text")
	wShortPlace   = w("上版", "Place")
	wShortUnplace = w("下版", "Take off")
	wShortLock    = w("锁定", "Lock")
	wShortDelete  = w("删框", "Delete")

	// workspaces and areas
	wWorkspace = w("工作区：%s", "Workspace: %s")
	wNextArea  = w("下一个区域", "Next Area")
	wPrevArea  = w("上一个区域", "Previous Area")

	// pages
	wPages     = w("版面", "Pages")
	wPageTab   = w("%02d %s", "%d %s")
	wPageEmpty = w("空版", "empty")
	wPageFits  = w("排满", "full")
	wStoriesN  = w("%d 篇", "stories: %d")

	// start
	wNew             = w("新建报纸…", "New Edition…")
	wCloseEdition    = w("关闭报纸", "Close Edition")
	wDropHere        = w("也可以把报纸文件、稿件或文件夹拖进来。", "Or drop an edition, manuscripts or a folder here.")
	wRecentGone      = w("文件不在了", "no longer there")
	wRecentForgotten = w("“%s”已从列表中移去。", "“%s” was taken off the list.")
	wNewTitle        = w("报名", "Title")
	wNewTitleFirst   = w("我的报纸", "My Paper")
	wNewDate         = w("日期", "Date")
	wNewPreset       = w("社内体例", "House style")
	wNewPages        = w("版数", "Pages")
	wNewPlan         = w("版面计划", "Page plan")
	wNoPlan          = w("不用，版面和版数如下", "none: pages as below")
	wNewNoTitle      = w("请填报名。", "Give the paper a title.")
	wNewBadDate      = w("日期要写成 2026-11-24 的样子。", "Write the date like 2026-11-24.")
	wNewBadPages     = w("版数填 1 到 %d。", "Give 1 to %d pages.")
	wNewWhere        = w("新报纸存在哪里", "Where the New Edition Goes")
	wNewMade         = w("新报纸建好了。把稿件拖进来，按 F7 自动组版。", "The edition is made. Drop manuscripts here and press F7 to make up the page.")
	wSameTitle       = w("同《%s》", "as %s")
	wFormatIs        = w("%s（%.0f×%.0f 毫米）", "%s (%.0f × %.0f mm)")
	wTabloid         = w("四开", "Tabloid")
	wBroadsheet      = w("对开", "Broadsheet")
	wPlanEN          = w("%s%d版", "%s, %d pages")
	wFormatEN        = w("%s·%d栏·%.1f点", "%s, %d columns, %.1f pt")
	wFrontPage       = w("要闻", "Front page")
	wNext            = w("下一步", "Next")
	wCameBack        = w("程序上次（%s）没有正常退出。所有修改都在文件里，已回到当时的地方。", "The program did not end properly last time (%s). Everything is in the file; you are back where you were.")
	wShowLog         = w("看日志", "Show the Log")
	wCrashLog        = w("上次退出的日志", "The Log of the Crash")
	wCrashLogIs      = w("日志在\n%s\n\n%s", "The log is\n%s\n\n%s")
	wInUse           = w("这个文件正开着", "The file is open elsewhere")
	wLook            = w("只读打开", "Open Read-only")
	wLookNext        = w("可以只读打开：那边改了什么，这里跟着看得到。", "It can be opened read-only: what is changed there shows here.")
	wReadOnly        = w("只读", "read-only")
	wReadOnlyNow     = w("只读：这期报纸正在别处打开，那边的改动会显示在这里。", "Read-only: this edition is open elsewhere; what is changed there shows here.")
	wOpenToWrite     = w("改为可写", "Open to Write")

	// preferences
	wSettings        = w("偏好设置…", "Preferences…")
	wSettingsTitle   = w("偏好设置", "Preferences")
	wLanguageIs      = w("界面语言", "Language")
	wColoursAre      = w("界面颜色", "Appearance")
	wLight           = w("浅色", "Light")
	wDarkShort       = w("深色", "Dark")
	wDensityIs       = w("文字大小", "Text size")
	wAtStart         = w("启动时", "At start")
	wReopenLast      = w("打开上次的报纸", "Open the last edition")
	wResetWorkspaces = w("各工作区恢复原样", "Reset All Workspaces")

	// help
	wGuide = w("入门指南", "Guide")

	// docks
	wStories       = w("稿件", "Stories")
	wProperties    = w("属性", "Properties")
	wText          = w("正文", "Text")
	wFindings      = w("校对提示", "Findings")
	wNoStories     = w("还没有稿件。\n把文件或文件夹拖进窗口，\n或点“导入”。", "No stories yet.\nDrop files or a folder here,\nor press Import.")
	wNoFindings    = w("没有问题。", "Nothing to report.")
	wNoFindingsYet = w("打开一期报纸后，问题会列在这里。", "Findings are listed here once an edition is open.")
	wReading       = w("正在校对…", "Reading…")
	wNothing       = w("在版面上点一个框，或在左边选一篇稿件。", "Click a frame on the page, or choose a story on the left.")
	wRecent        = w("最近打开", "Recent")

	// story list
	wSearchStories = w("找稿件：标题、正文、拼音首字母", "Search headlines, text")
	wNoneSuch      = w("没有这样的稿件。", "No such story.")
	wAboutLines    = w("约 %d 行", "about %d lines")
	wUnplaced      = w("未上版", "not placed")
	wOverRow       = w("溢 %d 字", "%d over")
	wOverTag       = w("溢 %d 字", "%d over")
	wShortRow      = w("缺 %d 行", "lines short: %d")
	wCharCount     = w("%d 字", "%d chars")
	wPictures      = w("图 %d", "%d pict.")
	wUntitled      = w("（无题）", "(no headline)")

	// text
	wFind         = w("查找…", "Find…")
	wReplaceText  = w("替换…", "Replace…")
	wBold         = w("加粗", "Bold")
	wFindWhat     = w("查找", "Find")
	wReplaceWith  = w("替换为", "Replace with")
	wRegexp       = w("正则", "Regexp")
	wFoundOf      = w("%d / %d", "%d of %d")
	wFoundN       = w("%d 处", "%d found")
	wFoundNone    = w("没有", "none")
	wBadRegexp    = w("式子不通", "not a valid expression")
	wReplaceOne   = w("替换", "Replace")
	wReplaceEvery = w("全部", "All")
	wReplacedN    = w("替换了 %d 处，可以一步撤销。", "%d places were replaced; one undo takes them back.")
	wCut          = w("剪切", "Cut")
	wCopy         = w("复制", "Copy")
	wPasteIn      = w("粘贴", "Paste")
	wSelectAll    = w("全选", "Select All")
	wParaRole     = w("段落身份", "Paragraph Role")
	wFixThis      = w("改为“%s”", "Change to “%s”")
	wFixDrop      = w("删去“%s”", "Delete “%s”")

	// properties
	wSecHead      = w("标题", "Heads")
	wSecSetting   = w("排法", "Setting")
	wSecPlace     = w("位置", "Position")
	wSecPage      = w("本版", "Page")
	wFitting      = w("排入", "Fit")
	wFits         = w("正好", "exact")
	wOverBoth     = w("溢 %d 字 · %d 行", "%d characters, %d lines over")
	wShortBoth    = w("缺 %d 行", "lines short: %d")
	wNotPlaced    = w("未上版", "not on a page")
	wPriority     = w("稿件等级", "Priority")
	wHeadMode     = w("题文关系", "Head")
	wColumns      = w("栏数", "Columns")
	wAuto         = w("自动", "automatic")
	wBoxed        = w("加框", "Boxed")
	wLocked       = w("锁定", "Locked")
	wX            = w("左", "Left")
	wY            = w("上", "Top")
	wW            = w("宽", "Width")
	wH            = w("高", "Height")
	wMM           = w("毫米", "mm")
	wPageName     = w("版名", "Name")
	wPageEditor   = w("责任编辑", "Editor")
	wPageFormat   = w("开本", "Format")
	wPageSize     = w("成品尺寸", "Trim")
	wPageColumns  = w("基本栏", "Columns")
	wPageLines    = w("每栏行数", "Lines")
	wPageBody     = w("正文字号", "Body size")
	wPagePts      = w("%.1f 点 · 行距 %.2f 点", "%.1f pt on %.2f pt")
	wPageStories  = w("本版稿件", "Stories here")
	wSizeMM       = w("%.0f × %.0f 毫米", "%.0f × %.0f mm")
	wFrameKind    = w("类型", "Kind")
	wTextCounts   = w("%d 字 · %d 行", "%d chars · %d lines")
	wTextPlace    = w("第 %d 段 · 第 %d 字", "paragraph %d, character %d")
	wTextSelected = w("选中 %d 字", "%d chars selected")
	wTextMeasure  = w("栏宽 %.1f 字", "measure %.1f ems")
	wPickStory    = w("选一篇稿件，正文在这里改。", "Choose a story to edit its text here.")
	wWidthInCells = w("%d 栏 × %d 行", "%d columns × %d lines")

	// findings
	wApplyAll     = w("同类全部照改", "Apply to All of This Kind")
	wAppliedAll   = w("改了 %d 处，可以一步撤销。", "%d places were mended; one undo takes them back.")
	wShortAll     = w("同类全改（%d）", "Apply All (%d)")
	wUnplacedN    = w("%d 篇未上版", "%d not placed")
	wShortFix     = w("照改", "Apply")
	wShortIgnore  = w("忽略这一处", "Ignore")
	wShortAlways  = w("本报一律不提", "Always Ignore")
	wShortPrev    = w("上一处", "Previous")
	wShortNext    = w("下一处", "Next")
	wLevelError   = w("错误", "Error")
	wLevelWarning = w("警告", "Warning")
	wLevelHint    = w("提示", "Hint")
	wCounts       = w("错误 %d　警告 %d　提示 %d", "%d errors   %d warnings   %d hints")
	wFixTo        = w("照改：%s", "Apply: %s")
	wFixDelete    = w("照改：删去", "Apply: delete")
	wPageShort    = w("%02d版", "p. %d")
	wMoved        = w("原文已经改过，请重新校对后再改。", "The text has changed since it was read. Proof again first.")
	wIgnored      = w("以后不再提示“%s”。可以撤销。", "“%s” will not be flagged again. This can be undone.")

	// status
	wPlaceMM   = w("X %.1f  Y %.1f 毫米", "X %.1f  Y %.1f mm")
	wPlaceCell = w("第 %d 栏 第 %d 行", "column %d, line %d")
	wSavedAt   = w("已存 %s", "Saved %s")
	wJobOf     = w("%s %d/%d", "%s %d/%d")
	wAllJobs   = w("正在做的事", "What Is Running")
	wStop      = w("停止", "Stop")
	wSelFrame  = w("选中：%s", "Selected: %s")
	wOverTotal = w("溢出 %d 字 · %d 行", "%d characters, %d lines over")
	wThisStory = w("本稿%s", "This story: %s")
	wAllFits   = w("全部排下", "Everything fits")
	wDone      = w("完成：%s", "Done: %s")
	wAutosaved = w("每一步都自动保存在这个文件里，不需要手动存盘。", "Every step is saved in this file by itself; there is nothing to save by hand.")
	wPageOf    = w("%02d版 %s", "Page %d %s")
	wLineCells = w("%d栏", "%d col.")

	// file panel
	wOpenTitle    = w("打开报纸", "Open an Edition")
	wSaveAsTitle  = w("另存为", "Save As")
	wExportTitle  = w("输出 PDF", "Export PDF")
	wImportTitle  = w("导入稿件、图片或文件夹（Ctrl 多选）", "Import manuscripts, pictures or folders (Ctrl for several)")
	wOpenIt       = w("打开", "Open")
	wSaveIt       = w("存储", "Save")
	wImportIt     = w("导入", "Import")
	wFileName     = w("文件名", "Name")
	wThisFolder   = w("本期所在", "This edition")
	wHomeFolder   = w("主目录", "Home")
	wDesktop      = w("桌面", "Desktop")
	wDocuments    = w("文档", "Documents")
	wDownloads    = w("下载", "Downloads")
	wComputer     = w("计算机", "Computer")
	wEmptyFolder  = w("这个文件夹里没有可选的文件。", "There is nothing to choose in this folder.")
	wReplaceTitle = w("文件已存在", "The file exists")
	wReplaceIt    = w("“%s”已经存在。要替换它吗？", "“%s” already exists. Replace it?")
	wReplace      = w("替换", "Replace")

	// jobs
	wJobImport = w("导入稿件", "Importing")
	wJobMakeup = w("自动组版", "Making up the page")
	wJobProof  = w("校对", "Proofing")
	wJobExport = w("输出 PDF", "Exporting the PDF")
	wJobSave   = w("另存", "Saving a copy")
	wJobOpen   = w("准备示例", "Preparing the sample")

	// dialogs
	wOK            = w("好", "OK")
	wAllFiles      = w("全部%s（%d）", "%s All (%d)")
	wCancel        = w("取消", "Cancel")
	wClose         = w("关闭", "Close")
	wExported      = w("已输出", "Exported")
	wExportedWhere = w("PDF 已写到\n%s", "The PDF was written to\n%s")
	wExporting     = w("正在输出第 %d 版，共 %d 版", "Page %d of %d")
	wImportedWhat  = w("新增 %d 篇稿件、%d 张图片。未上版的稿件列在左边，按 F7 自动组版。", "%d stories and %d pictures were added. Stories not yet placed stand on the left; press F7 to make up the page.")
	wChoose        = w("选一个方案", "Choose a proposal")
	wProposal      = w("方案 %d", "Proposal %d")
	wProposalFull  = w("排满，无溢出", "full, nothing over")
	wProposalOver  = w("溢出 %d 行", "%d lines over")
	wProposalEmpty = w("空 %d 格", "%d cells empty")
	wProposalLeft  = w("%d 篇未排", "%d stories left out")
	wProposalCut   = w("《%s》多 %d 行", "“%s” is %d lines over")
	wProposalOut   = w("《%s》未排", "“%s” is left out")

	wProposalChoice = w("可转版、删减或撤稿", "jump, cut or drop")
	wUnfitLeave     = w("先留着", "Leave for Now")
	wUnfitJump      = w("转第%d版", "Run on to Page %d")
	wUnfitCut       = w("删减 %d 行…", "Cut %d Lines…")
	wUnfitDrop      = w("撤稿", "Take Off the Page")
	wUnfitShorten   = w("《%s》多 %d 行：请在这里删减", "“%s” is %d lines over: cut it here")
	wUnfitNoRoom    = w("第%d版没有空位，稿件留在本版，仍多出几行。", "There is no room on page %d. The story stays on this page, still some lines over.")
	wUseIt          = w("采用", "Use It")
	wOthers         = w("换一批", "Other Proposals")
	wNoProposal     = w("这一版没有可以组的稿件。", "There is nothing to make up on this page.")
	wAboutText      = w("大样 %s\n\n报纸组版、校对与付印。单机使用，一期一个文件，步步自动保存。\n界面、排版引擎与字体均为开放源代码。", "Dayang %s\n\nNewspaper layout, proofing and press. One workstation, one file per edition, every step saved.\nThe program, its engine and its fonts are open source.")
	wKeyMouse       = w("鼠标", "Mouse")
	wKeyPan         = w("平移版面", "Move the page")
	wKeyPanHow      = w("中键拖动 · 空格+拖动 · 滚轮", "middle drag · Space + drag · wheel")
	wKeyZoom        = w("在指针处缩放", "Zoom at the pointer")
	wKeyZoomHow     = w("Ctrl+滚轮", "Ctrl + wheel")
	wKeyFree        = w("拖动时不吸附", "Drag without snapping")
	wKeyFreeHow     = w("按住 Ctrl", "hold Ctrl")
	wKeyBelow       = w("选下面的框", "Select the frame below")
	wKeyBelowHow    = w("Alt+单击 · Tab", "Alt + click · Tab")
	wKeyNudge       = w("微移所选", "Nudge the selection")
	wKeyNudgeHow    = w("方向键；Shift 移一格；Alt 移 0.1 毫米", "arrow keys; Shift for a cell; Alt for 0.1 mm")
	wKeyEsc         = w("放弃拖动、取消选择", "Give up a drag, deselect")
	wKeyText        = w("双击文字", "double click on text")

	// errors: what happened, what is safe, what to do next
	wTrouble      = w("没有做成", "That did not work")
	wSafe         = w("已经做过的修改都在文件里，没有丢失。", "Everything done so far is in the file; nothing is lost.")
	wErrNewer     = w("“%s”是更新版本的大样存的，这个版本读不懂。", "“%s” was saved by a newer Dayang, which this one cannot read.")
	wNextNewer    = w("请升级后再打开。文件没有被改动。", "Update the program and open it again. The file was not touched.")
	wErrNotOurs   = w("“%s”不是大样的报纸文件。", "“%s” is not a Dayang edition.")
	wNextNotOurs  = w("稿件请用“文件 → 导入稿件”。", "For manuscripts use File → Import Manuscripts.")
	wErrLocked    = w("“%s”正由%s打开着。", "“%s” is in use by %s.")
	wNextLocked   = w("请先在那边关闭，或另存一份再改。", "Close it there first, or work on a copy.")
	wErrDamaged   = w("“%s”有损坏：有的内容与写入时不一样，没有采用。", "“%s” is damaged: something in it is not as it was written, and was not used.")
	wNextDamaged  = w("请用“文件 → 修复损坏的报纸文件”，或在命令行运行 dayang recover 文件.dayang：用还能读的部分和最近的备份修复，损坏的文件改名留着。", "Use File → Repair a Damaged Edition, or run dayang recover FILE.dayang on the command line: it repairs from what can be read and the newest backup, and keeps the damaged file under another name.")
	wErrMissing   = w("找不到“%s”。", "“%s” was not found.")
	wNextMissing  = w("文件可能被移走或改名了。", "The file may have been moved or renamed.")
	wErrDenied    = w("没有权限读写“%s”。", "There is no permission to read or write “%s”.")
	wNextDenied   = w("请换一个文件夹，或改文件权限。", "Choose another folder, or change the file's permissions.")
	wErrDisk      = w("磁盘读写出错，这一步没有存下。", "The disk failed, or the network to it; this step was not saved.")
	wNextDisk     = w("请检查磁盘或网络连接后再做一次；磁盘若坏了，用“另存为”存到别的盘。", "See to the disk or the network and do it again. If the disk is failing, use Save As to another one.")
	wErrExists    = w("已经有名为“%s”的文件，没有覆盖。", "There is a file named “%s” already; it was not overwritten.")
	wNextExists   = w("请换一个名字。", "Choose another name.")
	wNextFarLock  = w("请先在那边关闭，或另存一份再改。那台电脑若已关机或死机，删掉旁边的“%s-lock”再打开。", "Close it there first, or work on a copy. If that computer is off or has crashed, delete “%s-lock” beside the file and open it again.")
	wErrFull      = w("磁盘满了，这一步没有存下。", "The disk is full; this step was not saved.")
	wNextFull     = w("请腾出空间后再做一次。", "Make room and do it again.")
	wErrStopped   = w("已停止。", "Stopped.")
	wErrNone      = w("还没有打开报纸。", "No edition is open.")
	wNextNone     = w("请先打开或导入。", "Open or import one first.")
	wErrInside    = w("程序内部出错，这一步没有做成。", "A fault inside the program; this step was not done.")
	wNextInside   = w("可以继续工作；详情已写入日志，请转给维护的人。", "You can go on; the details are in the log, please pass them on.")
	wErrChanged   = w("内容在这期间已被改过，这一步没有做。", "The matter was changed in the meantime; this step was not done.")
	wNextChanged  = w("请再试一次。", "Please try again.")
	wErrReadOnly  = w("文件或它所在的文件夹不能写，改动存不下。", "The file, or its folder, cannot be written to; changes cannot be saved.")
	wNextReadOnly = w("请用“另存为”存到别处再改。", "Save it elsewhere with Save As and work there.")
	wErrUnread    = w("“%s”没有读入：%s。", "“%s” was not read: %s.")
	wNextUnread   = w("可以导入的有：Word（.docx）、文本、Markdown、网页、通讯社稿（ninjs、NITF、NewsML-G2）、版面数据（JSON）、报纸包、图片，或装着它们的文件夹。", "What can be imported: Word (.docx), text, Markdown, web pages, agency copy (ninjs, NITF, NewsML-G2), edition JSON, packages, pictures, and folders of them.")
	wErrPlain     = w("没有做成：%s", "It did not work: %s")
	wNextOther    = w("请再试一次；如果还是不行，把日志转给维护的人。", "Try again; if it still fails, pass on the log.")
)

// head modes, as make-up knows them.
var headModes = []struct {
	mode edition.HeadMode
	text words.Text
}{
	{edition.HeadTop, w("盖文题", "head on top")},
	{edition.HeadPicture, w("图上题下", "picture on top")},
	{edition.HeadSide, w("串文题", "head at the side")},
	{edition.HeadVertical, w("竖题", "vertical head")},
	{edition.HeadBetween, w("文夹题", "head between text")},
	{edition.HeadWithin, w("文包题", "head within text")},
}

var priorities = []struct {
	n    int
	text words.Text
}{
	{5, w("5 头条", "5 top story")},
	{4, w("4 要稿", "4 major")},
	{3, w("3 一般", "3 ordinary")},
	{2, w("2 短稿", "2 short")},
	{1, w("1 补白", "1 filler")},
}

var roleNames = map[edition.Role]words.Text{
	edition.Kicker:      w("引题", "Kicker"),
	edition.Headline:    w("主题", "Headline"),
	edition.Deck:        w("副题", "Deck"),
	edition.Byline:      w("署名", "Byline"),
	edition.Lead:        w("导语", "Lead"),
	edition.Body:        w("正文", "Body"),
	edition.Subhead:     w("小标题", "Subhead"),
	edition.Caption:     w("图片说明", "Caption"),
	edition.Credit:      w("图片署名", "Credit"),
	edition.Label:       w("标签", "Label"),
	edition.JumpLine:    w("转版语", "Jump line"),
	edition.EditorsNote: w("编者按", "Editor's note"),
}

var kindNames = map[edition.StoryKind]words.Text{
	edition.News:    w("消息", "news"),
	edition.Feature: w("通讯", "feature"),
	edition.Photo:   w("图片新闻", "photo story"),
	edition.Briefs:  w("简讯", "briefs"),
}

var frameNames = map[edition.FrameKind]words.Text{
	edition.StoryFrame:     w("稿件", "story"),
	edition.TextFrame:      w("续文", "running text"),
	edition.PictureFrame:   w("图片", "picture"),
	edition.FurnitureFrame: w("版饰", "furniture"),
	edition.RuleFrame:      w("线", "rule"),
	edition.BoxFrame:       w("底框", "box"),
}

var furnitureNames = map[edition.FurnitureKind]words.Text{
	edition.Nameplate: w("报头", "nameplate"),
	edition.Ear:       w("报眼", "ear"),
	edition.Folio:     w("报眉", "folio line"),
	edition.Banner:    w("栏头", "banner"),
	edition.QRCode:    w("二维码", "QR code"),
	edition.Advert:    w("广告", "advertisement"),
	edition.Words:     w("文字", "words"),
}

var levelNames = map[finding.Level]words.Text{
	finding.Error: wLevelError, finding.Warning: wLevelWarning, finding.Hint: wLevelHint,
}

// Fyne's own dialogs speak the language of the system's locale and have no switch. Adding translations under that
// locale, whatever it is, is the way to make them speak ours; it must be done again whenever the language changes.
var dialogWords = map[words.Lang]string{
	words.ZH: `{"Advanced":"高级","Cancel":"取消","Confirm":"确认","Copy":"复制","Create Folder":"新建文件夹","Cut":"剪切",` +
		`"Enter filename":"文件名","Error":"错误","Favourites":"常用位置","File":"文件","Folder":"文件夹","New Folder":"新建文件夹",` +
		`"No":"否","OK":"好","Open":"打开","Paste":"粘贴","Quit":"退出","Redo":"重做","Save":"保存","Select all":"全选",` +
		`"Show Hidden Files":"显示隐藏文件","Undo":"撤销","Yes":"是","file.name":{"other":"名称"},"file.parent":{"other":"上一级"},` +
		`"Home":"主目录","Documents":"文档","Downloads":"下载","Desktop":"桌面","Pictures":"图片","Music":"音乐","Videos":"视频","Computer":"计算机"}`,
	words.EN: `{"Advanced":"Advanced","Cancel":"Cancel","Confirm":"Confirm","Copy":"Copy","Create Folder":"Create Folder","Cut":"Cut",` +
		`"Enter filename":"File name","Error":"Error","Favourites":"Places","File":"File","Folder":"Folder","New Folder":"New Folder",` +
		`"No":"No","OK":"OK","Open":"Open","Paste":"Paste","Quit":"Quit","Redo":"Redo","Save":"Save","Select all":"Select all",` +
		`"Show Hidden Files":"Show Hidden Files","Undo":"Undo","Yes":"Yes","file.name":{"other":"Name"},"file.parent":{"other":"Parent"},` +
		`"Home":"Home","Documents":"Documents","Downloads":"Downloads","Desktop":"Desktop","Pictures":"Pictures","Music":"Music","Videos":"Videos","Computer":"Computer"}`,
}

func translateDialogs(l words.Lang) {
	if err := lang.AddTranslationsForLocale([]byte(dialogWords[l]), lang.SystemLocale()); err != nil {
		fyne.LogError("translate dialogs", err)
	}
}
