#include "strategy/strategy_edit.hpp"
#include "window/icons.hpp"
#include "window/main_window.hpp"

#include <QAction>
#include <QActionGroup>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace asparagate::gui {
namespace {

QLabel* pane_title(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setContentsMargins(8, 8, 8, 4);
    return label;
}

QWidget* titled(const QString& title, QWidget* content) {
    auto* pane = new QWidget;
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(pane_title(title, pane));
    layout->addWidget(content, 1);
    return pane;
}

QTreeView* make_tree(QAbstractItemModel* model, const QString& name, QWidget* parent) {
    auto* tree = new QTreeView(parent);
    tree->setModel(model);
    tree->setAccessibleName(name);
    tree->setFrameShape(QFrame::NoFrame);
    tree->setUniformRowHeights(true);
    tree->setIndentation(14);
    tree->setExpandsOnDoubleClick(false);
    return tree;
}

}  // namespace

void MainWindow::make_panes() {
    sample_tree_ = make_tree(&workspace_.samples(), tr("Samples"), this);
    sample_tree_->setHeaderHidden(true);
    population_tree_ = make_tree(&populations_, tr("Populations"), this);
    population_tree_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    populations_.set_strategy({});
    QHeaderView* header = population_tree_->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(PopulationModel::name_column, QHeaderView::Stretch);
    for (const int column : {PopulationModel::count_column, PopulationModel::percent_column})
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    left_ = new QSplitter(Qt::Vertical);
    left_->addWidget(titled(tr("Samples"), sample_tree_));
    left_->addWidget(titled(tr("Gates"), population_tree_));
    left_->setSizes({340, 460});
    left_->setChildrenCollapsible(false);

    empty_page_ = make_empty_page();
    gating_ = new GatingPage;
    cohort_ = new CohortPage;
    messages_ = new MessageBar;
    middle_ = new QStackedWidget;
    for (QWidget* page : {empty_page_, static_cast<QWidget*>(gating_), static_cast<QWidget*>(cohort_)})
        middle_->addWidget(page);
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(messages_);
    layout->addWidget(middle_, 1);

    inspector_ = new Inspector;
    panes_ = new QSplitter(Qt::Horizontal, this);
    panes_->addWidget(left_);
    panes_->addWidget(centre);
    panes_->addWidget(inspector_);
    panes_->setStretchFactor(1, 1);
    panes_->setSizes({320, 840, 280});
    centre->setMinimumWidth(420);
    panes_->setCollapsible(1, false);
    setCentralWidget(panes_);
}

QWidget* MainWindow::make_empty_page() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(16);
    layout->addStretch(2);
    auto* title = new QLabel(tr("Drop FCS files here, or open a study"), page);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    title->setFont(font);
    title->setAlignment(Qt::AlignCenter);
    layout->addWidget(title);
    auto* text = new QLabel(tr("A study (study.toml) brings its patients, samples and gating strategies.\n"
                               "With files alone you draw a strategy and save it for the next batch."),
                            page);
    text->setAlignment(Qt::AlignCenter);
    text->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(text);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    auto* files = new QPushButton(tr("Open FCS files…"), page);
    auto* study = new QPushButton(tr("Open study…"), page);
    connect(files, &QPushButton::clicked, this, &MainWindow::choose_files);
    connect(study, &QPushButton::clicked, this, &MainWindow::choose_study);
    row->addWidget(files);
    row->addWidget(study);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(3);
    return page;
}

QAction* MainWindow::add_action(const QString& text, const QKeySequence& key, const QString& tip) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    const QString shown = key.toString(QKeySequence::NativeText);
    action->setToolTip(shown.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, shown));
    addAction(action);
    return action;
}

void MainWindow::make_actions() {
    auto* bar = addToolBar(tr("Tools"));
    bar->setObjectName("tools");
    bar->setMovable(false);
    bar->setIconSize({20, 20});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);

    auto* open = add_action(tr("Open"), QKeySequence::Open, tr("Open FCS files"));
    open->setIcon(symbol_icon(Symbol::open, palette()));
    connect(open, &QAction::triggered, this, &MainWindow::choose_files);
    auto* open_menu = new QMenu(this);
    open_menu->addAction(tr("FCS files…"), this, &MainWindow::choose_files);
    open_menu->addAction(tr("Study…"), QKeySequence("Ctrl+Shift+O"), this, &MainWindow::choose_study);
    open_menu->addAction(tr("Strategy…"), this, &MainWindow::choose_strategy);
    auto* open_button = new QToolButton(bar);
    open_button->setDefaultAction(open);
    open_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    open_button->setMenu(open_menu);
    open_button->setPopupMode(QToolButton::MenuButtonPopup);
    bar->addWidget(open_button);
    addActions(open_menu->actions());

    save_ = add_action(tr("Save"), QKeySequence::Save, tr("Save the strategy"));
    save_->setIcon(symbol_icon(Symbol::save, palette()));
    connect(save_, &QAction::triggered, this, &MainWindow::save);
    auto* save_other =
        add_action(tr("Save as…"), QKeySequence("Ctrl+Shift+S"), tr("Save the strategy under another name"));
    connect(save_other, &QAction::triggered, this, &MainWindow::save_as);
    auto* save_menu = new QMenu(this);
    save_menu->addAction(save_other);
    auto* save_button = new QToolButton(bar);
    save_button->setDefaultAction(save_);
    save_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    save_button->setMenu(save_menu);
    save_button->setPopupMode(QToolButton::MenuButtonPopup);
    bar->addWidget(save_button);

    undo_ = add_action(tr("Undo"), QKeySequence::Undo, tr("Undo"));
    redo_ = add_action(tr("Redo"), QKeySequence("Ctrl+Shift+Z"), tr("Redo"));
    undo_->setIcon(symbol_icon(Symbol::undo, palette()));
    redo_->setIcon(symbol_icon(Symbol::redo, palette()));
    connect(undo_, &QAction::triggered, this, [this] { document()->history().undo(); });
    connect(redo_, &QAction::triggered, this, [this] { document()->history().redo(); });
    bar->addAction(undo_);
    bar->addAction(redo_);
    bar->addSeparator();
    make_tool_actions(bar);
    bar->addSeparator();

    previous_ = add_action(tr("Previous"), QKeySequence("PgUp"), tr("Previous sample of this tube, same axes"));
    next_ = add_action(tr("Next"), QKeySequence("PgDown"), tr("Next sample of this tube, same axes"));
    up_ = add_action(tr("Parent"), QKeySequence("Backspace"), tr("Plot of the parent population"));
    back_ = add_action(tr("Back"), QKeySequence("Alt+Left"), tr("The population shown before"));
    previous_->setIcon(symbol_icon(Symbol::previous, palette()));
    next_->setIcon(symbol_icon(Symbol::next, palette()));
    up_->setIcon(symbol_icon(Symbol::up, palette()));
    connect(previous_, &QAction::triggered, this, [this] { step_sample(-1); });
    connect(next_, &QAction::triggered, this, [this] { step_sample(1); });
    connect(up_, &QAction::triggered, this, [this] { gating_->go_up(); });
    connect(back_, &QAction::triggered, this, [this] { gating_->go_back(); });
    bar->addAction(previous_);
    bar->addAction(next_);
    bar->addAction(up_);
    bar->addSeparator();
    compare_ = add_action(tr("Other visit"), QKeySequence("V"),
                          tr("Show the same population of the other visit beside this one"));
    compare_->setIcon(symbol_icon(Symbol::compare, palette()));
    compare_->setCheckable(true);
    connect(compare_, &QAction::toggled, gating_, &GatingPage::set_comparing);
    bar->addAction(compare_);
    auto* path = add_action(tr("Gating path"), QKeySequence("B"), tr("Show the plots that lead to this population"));
    path->setIcon(symbol_icon(Symbol::path, palette()));
    path->setCheckable(true);
    path->setChecked(true);
    connect(path, &QAction::toggled, gating_, &GatingPage::set_path_visible);
    bar->addAction(path);

    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    auto* views = new QActionGroup(this);
    gating_action_ = add_action(tr("Gating"), QKeySequence("Ctrl+1"), tr("Samples and gates"));
    cohort_action_ = add_action(tr("Cohort"), QKeySequence("Ctrl+2"), tr("Figures of the whole study"));
    for (QAction* action : {gating_action_, cohort_action_}) {
        action->setCheckable(true);
        views->addAction(action);
        bar->addAction(action);
    }
    gating_action_->setChecked(true);
    connect(gating_action_, &QAction::triggered, this, [this] { show_cohort(false); });
    connect(cohort_action_, &QAction::triggered, this, [this] { show_cohort(true); });

    const auto hidden = [this](const char* key, const QString& text, auto act) {
        connect(add_action(text, QKeySequence(key), text), &QAction::triggered, this, act);
    };
    hidden("Ctrl+0", tr("Fit axes to the data"), [this] { gating_->fit_axes(); });
    hidden("F9", tr("Show or hide samples and gates"), [this] { left_->setVisible(!left_->isVisible()); });
    hidden("F10", tr("Show or hide the inspector"), [this] { inspector_->setVisible(!inspector_->isVisible()); });
    hidden("F11", tr("Full screen"), [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    for (const auto& [key, act] :
         {std::pair{"Del", &GatingPage::remove_selected}, std::pair{"F2", &GatingPage::rename_selected}}) {
        auto* action = new QAction(gating_);
        action->setShortcut(QKeySequence(key));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        gating_->addAction(action);
        connect(action, &QAction::triggered, gating_, act);
    }
    auto* enter = new QAction(gating_);
    enter->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    enter->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    gating_->addAction(enter);
    connect(enter, &QAction::triggered, this, [this] {
        if (!gating_->selected().empty()) gating_->open_population(gating_->selected());
    });
}

void MainWindow::make_tool_actions(QToolBar* bar) {
    tools_ = new QActionGroup(this);
    const auto add = [&](Tool tool, Symbol symbol, const QString& text, const char* key, const QString& tip) {
        QAction* action = add_action(text, QKeySequence(key), tip);
        action->setIcon(symbol_icon(symbol, palette()));
        action->setCheckable(true);
        action->setData(static_cast<int>(tool));
        tools_->addAction(action);
        bar->addAction(action);
        connect(action, &QAction::triggered, this, [this, tool] { gating_->set_tool(tool); });
    };
    add(Tool::arrow, Symbol::arrow, tr("Select"), "A",
        tr("Select, move and reshape gates; double-click opens a population"));
    add(Tool::rectangle, Symbol::rectangle, tr("Rectangle"), "R",
        tr("Draw a rectangle; past the edge leaves that side open"));
    add(Tool::range, Symbol::range, tr("Range"), "H", tr("Draw a range on the x axis"));
    add(Tool::polygon, Symbol::polygon, tr("Polygon"), "P",
        tr("Click the corners; double-click, Space or the first corner closes, Esc cancels"));
    tools_->actions().front()->setChecked(true);
}

void MainWindow::make_status() {
    strategy_label_ = new QLabel(this);
    strategy_label_->setContentsMargins(8, 0, 8, 0);
    busy_label_ = new QLabel(this);
    busy_bar_ = new QProgressBar(this);
    busy_bar_->setMaximumWidth(160);
    busy_bar_->setTextVisible(false);
    busy_cancel_ = new QToolButton(this);
    busy_cancel_->setText(tr("Cancel"));
    connect(busy_cancel_, &QToolButton::clicked, this, [this] { gating_->service().cancel(); });
    notice_ = new QLabel(tr("Research use only"), this);
    QFont font = notice_->font();
    font.setBold(true);
    notice_->setFont(font);
    notice_->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(strategy_label_);
    statusBar()->addWidget(busy_label_);
    statusBar()->addWidget(busy_bar_);
    statusBar()->addWidget(busy_cancel_);
    statusBar()->addPermanentWidget(notice_);
    for (QWidget* widget :
         {static_cast<QWidget*>(busy_label_), static_cast<QWidget*>(busy_bar_), static_cast<QWidget*>(busy_cancel_)})
        widget->hide();
}

void MainWindow::connect_pages() {
    connect(sample_tree_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (const auto entry = workspace_.samples().entry(index)) show_sample(*entry);
            });
    connect(population_tree_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                const std::string path = populations_.path(index);
                if (path.empty()) return;
                const auto ancestors = path_and_ancestors(path);
                // A row shows the gate where it was drawn: on the plot of the parent.
                if (path == "/") return gating_->open_population("/"), gating_->select({});
                gating_->open_population(ancestors[ancestors.size() - 2]);
                gating_->select(path);
            });
    const auto open_row = [this](const QModelIndex& index) {
        if (const std::string path = populations_.path(index); !path.empty()) gating_->open_population(path);
    };
    connect(population_tree_, &QTreeView::doubleClicked, this, open_row);
    connect(population_tree_, &QTreeView::activated, this, open_row);
    connect(&populations_, &PopulationModel::rename_wanted, gating_, &GatingPage::rename, Qt::QueuedConnection);
    connect(gating_, &GatingPage::view_changed, this, [this] {
        populations_.set_view(gating_->view());
        if (shown_ && gating_->view() && !gating_->view()->live) workspace_.samples().set_shown(*shown_);
        update_inspector();
    });
    connect(gating_, &GatingPage::population_changed, this, &MainWindow::update_actions);
    connect(gating_, &GatingPage::selection_changed, this, [this](const std::string& population) {
        const std::string row = population.empty() ? gating_->population() : population;
        const QModelIndex index = populations_.index_of(row);
        if (index.isValid() && populations_.path(population_tree_->currentIndex()) != row) {
            const QSignalBlocker quiet(population_tree_->selectionModel());
            population_tree_->setCurrentIndex(index);
            population_tree_->viewport()->update();
        }
        update_inspector();
    });
    connect(gating_, &GatingPage::tool_changed, this, [this](Tool tool) {
        for (QAction* action : tools_->actions())
            if (action->data().toInt() == static_cast<int>(tool)) action->setChecked(true);
    });
    connect(gating_, &GatingPage::problem, messages_, &MessageBar::show_problem);
    connect(gating_, &GatingPage::sample_failed, this, [this](const std::string&, const QString& message) {
        messages_->show_problem(message);
        if (shown_) workspace_.samples().set_error(*shown_, message);
        gating_->plot().show_nothing();
        populations_.set_view(nullptr);
        inspector_->show_nothing();
    });
    connect(&gating_->service(), &SampleService::progressed, this, [this](const QString& stage, double fraction) {
        busy_label_->setText(stage);
        busy_bar_->setRange(0, 100);
        busy_bar_->setValue(static_cast<int>(100 * fraction));
        for (QWidget* widget : {static_cast<QWidget*>(busy_label_), static_cast<QWidget*>(busy_bar_),
                                static_cast<QWidget*>(busy_cancel_)})
            widget->show();
    });
    connect(&gating_->service(), &SampleService::busy_changed, this, [this](bool busy) {
        if (busy) return;
        for (QWidget* widget : {static_cast<QWidget*>(busy_label_), static_cast<QWidget*>(busy_bar_),
                                static_cast<QWidget*>(busy_cancel_)})
            widget->hide();
    });
    connect(&workspace_, &Workspace::document_changed, this, &MainWindow::update_title);
    connect(&workspace_.samples(), &QAbstractItemModel::modelReset, this, [this] {
        if (middle_->currentWidget() == empty_page_ && !workspace_.samples().entries().empty())
            middle_->setCurrentWidget(gating_);
    });
}

}  // namespace asparagate::gui
